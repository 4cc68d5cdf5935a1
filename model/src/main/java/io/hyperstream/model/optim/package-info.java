/**
 * The optimiser: Adam over groups of parameters, with a schedule, clipping, and a safeguard against
 * weights that no longer work. It knows no layer.
 */
package io.hyperstream.model.optim;
