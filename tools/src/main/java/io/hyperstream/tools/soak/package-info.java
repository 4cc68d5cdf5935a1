/**
 * The soak test runs the job on a cluster of processes, under load and with disturbances such as
 * kills and restarts. At the end it checks that every record was scored exactly once and in order.
 */
package io.hyperstream.tools.soak;
