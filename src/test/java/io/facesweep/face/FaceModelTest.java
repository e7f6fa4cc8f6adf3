package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.mesh.TriangleMesh;
import org.junit.jupiter.api.Test;

final class FaceModelTest {
  private static final TriangleMesh TRIANGLE =
      new TriangleMesh(
          new float[] {2, 2, 2, 6, 2, 2, 2, 6, 2}, new int[] {0, 1, 2}, new float[0], new int[0]);

  @Test
  void centresAndScalesTheMeanAndItsComponentsAlike() {
    FaceModel model = builder().identity("x", new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0}).build();
    float scale = (float) Math.sqrt(8);
    assertThat(model.unitScale()).isCloseTo(scale, within(1e-6f));
    assertThat(model.mean().vertices()[3]).isCloseTo(2 / scale, within(1e-6f));
    assertThat(model.vertices(new float[] {2})[0] - model.mean().vertices()[0])
        .isCloseTo(2 / scale, within(1e-6f));
  }

  @Test
  void hasAFingerprintOfItsContent() {
    FaceModel plain = builder().build();
    assertThat(plain.fingerprint())
        .matches("[0-9a-f]{64}")
        .isEqualTo(builder().build().fingerprint());
    assertThat(builder().identity("x", new float[9]).build().fingerprint())
        .isNotEqualTo(plain.fingerprint());
    assertThat(builder().region("face", new float[3]).build().fingerprint())
        .isNotEqualTo(plain.fingerprint());
  }

  @Test
  void refusesPartsThatDoNotFitByIndex() {
    assertRefused(
        () -> builder().identity("nose", new float[12]),
        "Invalid identity component 0 (nose): 4 vertices (expected 3 as in the mean)");
    assertRefused(
        () -> builder().expression("smile", new float[] {0, 0, 0, 0, Float.NaN, 0, 0, 0, 0}),
        "Invalid expression component 0 (smile): NaN at vertex 1 (expected finite values)");
    assertRefused(
        () -> builder().region("face", new float[2]),
        "Invalid region face: 2 weights (expected 3, one a vertex)");
    assertRefused(
        () -> builder().region("face", new float[] {0, Float.NaN, 0}),
        "Invalid region face: weight NaN at vertex 1 (expected 0 to 1)");
    assertRefused(
        () -> builder().mirror(new int[2]),
        "Invalid mirror map: 2 entries (expected 3, one a vertex)");
    assertRefused(
        () -> builder().mirror(new int[] {1, 2, 0}),
        "Invalid mirror map: vertex 0 maps to 1 (expected a map that is its own inverse)");
    assertRefused(
        () -> builder().build().vertices(new float[3]),
        "Invalid shape coefficients: 3 values (expected 0, one an identity component of test)");
    assertRefused(
        () -> FaceModel.builder("point", TRIANGLE.withVertices(new float[9])).build(),
        "Invalid mean mesh: bounding radius 0.0 (expected above 0 and finite)");
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static FaceModel.Builder builder() {
    return FaceModel.builder("test", TRIANGLE);
  }
}
