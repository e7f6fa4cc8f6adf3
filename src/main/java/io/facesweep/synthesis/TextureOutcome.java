package io.facesweep.synthesis;

import java.util.List;

/**
 * The texture of a trial.
 *
 * @param coefficients identity coefficients [C] of the geometry that it was made on; after joint
 *     optimisation those that came out of it
 * @param latents scaled latents [4, latentSize, latentSize]: what the VAE encodes to, times its
 *     scaling factor; empty where texels were optimised themselves
 * @param latentSize side of the latents; 0 where there are none
 * @param albedo the texture [3, resolution, resolution] in [0, 1], row 0 on top (v = 1)
 * @param resolution side of the albedo in texels
 * @param steps the step curve, in order
 * @param snapshots in order; empty where none were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
public record TextureOutcome(
    float[] coefficients,
    float[] latents,
    int latentSize,
    float[] albedo,
    int resolution,
    List<StepRecord> steps,
    List<Snapshot> snapshots) {
  public TextureOutcome {
    steps = List.copyOf(steps);
    snapshots = List.copyOf(snapshots);
  }
}
