package io.facesweep.check;

/**
 * How long a kind of step takes.
 *
 * @param kind geometry, texture in the latent space, or texture through the VAE
 * @param resolution of the renders, pixels
 * @param milliseconds median, the first steps not counted
 * @param steps that were timed
 */
public record StepTime(String kind, int resolution, double milliseconds, int steps) {}
