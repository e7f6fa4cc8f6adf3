package io.facesweep.synthesis;

import io.facesweep.mesh.TriangleMesh;
import java.util.List;

/**
 * The geometry of a trial.
 *
 * @param coefficients identity coefficients [C] of the face model, in standard deviations
 * @param mesh the face at these coefficients, in the face model's units and axes, with its UVs
 * @param steps the step curve, in order; empty where no geometry phase of its own ran
 * @param snapshots in order; empty where none were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
public record GeometryOutcome(
    float[] coefficients, TriangleMesh mesh, List<StepRecord> steps, List<Snapshot> snapshots) {
  public GeometryOutcome {
    steps = List.copyOf(steps);
    snapshots = List.copyOf(snapshots);
  }
}
