/**
 * A soak: the job on a cluster of processes, under load, with disturbances such as kills and
 * restarts. At the end it counts that every record was scored exactly once and in order.
 */
package io.hyperstream.tools.soak;
