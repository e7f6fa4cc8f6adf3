package io.facesweep.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.SafetensorsFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both nets against what TensorFlow.js makes of the same pictures. */
class FaceNetsTest {
  private static final double TOLERANCE = 1e-5;

  private final SafetensorsFile golden =
      SafetensorsFile.open(Path.of("src/test/resources/facenets/golden.safetensors"));
  private final FaceNets nets = FaceNets.open(Device.CPU);
  private TensorScope scope;

  @BeforeEach
  void open() {
    scope = TensorScope.open();
  }

  @AfterEach
  void close() {
    scope.close();
    nets.close();
    golden.close();
  }

  private Tensor tensor(String name) {
    return Tensor.of(golden.floats(name), golden.entry(name).shape());
  }

  private void assertLike(String name, float[] actual) {
    float[] expected = golden.floats(name);
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
    }
    assertThat(worst / largest).as(name).isLessThan(TOLERANCE);
  }

  @Test
  void faceMeshFindsThePointsAndTheFlagOfAFaceAndOfAGhost() {
    try (FaceMesh mesh = FaceMesh.open(Device.CPU)) {
      FaceMesh.Output output = mesh.forward(tensor("facemesh.in.image"));
      assertLike("facemesh.out.points", output.points().toFloats());
      assertLike("facemesh.out.flag_logit", output.logits().toFloats());
      assertLike("facemesh.out.flag", output.logits().sigmoid().toFloats());
    }
  }

  @Test
  void blazeFaceScoresAndPlacesEveryAnchor() {
    try (BlazeFace detector = BlazeFace.open(Device.CPU)) {
      BlazeFace.Output output = detector.forward(tensor("blazeface.in.image"));
      assertLike("blazeface.out.scores16", output.scores().slice(1, 0, 512).toFloats());
      assertLike("blazeface.out.scores8", output.scores().slice(1, 512, 896).toFloats());
      assertLike("blazeface.out.boxes16", output.boxes().slice(1, 0, 512).toFloats());
      assertLike("blazeface.out.boxes8", output.boxes().slice(1, 512, 896).toFloats());
    }
  }

  @Test
  void pointsLieInThePictureWhereTheyWereFound() {
    Tensor picture = tensor("end_to_end.in.picture");
    FaceView view = nets.look(picture, new FaceBox(0.5, 0.45, 0.9)).get(0);
    float[] expected = golden.floats("end_to_end.facemesh.points_in_picture");
    for (int i = 0; i < FaceMesh.POINTS; i++) {
      assertThat(view.points()[2 * i]).isCloseTo(expected[3 * i], within(1e-5));
      assertThat(view.points()[2 * i + 1]).isCloseTo(expected[3 * i + 1], within(1e-5));
    }
    assertThat(view.flag()).isGreaterThan(0.99);
    assertThat(view.isFace()).isTrue();
  }

  @Test
  void theLikeliestBoxIsThatOfTheBestAnchor() {
    try (BlazeFace detector = BlazeFace.open(Device.CPU)) {
      FaceBox box = detector.boxes(tensor("end_to_end.in.picture")).get(0);
      float[] best = golden.floats("end_to_end.blazeface.best_face");
      assertThat(box.x()).isCloseTo(best[1], within(1e-5));
      assertThat(box.y()).isCloseTo(best[2], within(1e-5));
      assertThat(box.side()).isCloseTo(Math.max(best[3], best[4]), within(1e-5));
    }
  }

  @Test
  void theBoxOfAFaceGoesAroundItsPoints() {
    Tensor picture = tensor("end_to_end.in.picture");
    FaceBox box = nets.box(picture);
    FaceView view = nets.look(picture, box).get(0);
    assertThat(view.isFace()).isTrue();
    double[] left = view.middle(FaceLandmarks.LEFT_EYE);
    double[] right = view.middle(FaceLandmarks.RIGHT_EYE);
    double[] mouth = view.middle(FaceLandmarks.MOUTH);
    assertThat(left[0]).as("the person's left is the picture's right").isGreaterThan(right[0]);
    assertThat(mouth[1]).isGreaterThan(Math.max(left[1], right[1]));
    double lowest = Arrays.stream(view.points()).min().orElseThrow();
    assertThat(box.x() - box.side() / 2).isLessThan(lowest);
  }

  @Test
  void picturesOfABatchAreSeenAsAlone() {
    Tensor pictures = tensor("facemesh.in.image");
    List<FaceView> together = nets.look(pictures, FaceBox.WHOLE);
    for (int i = 0; i < 2; i++) {
      FaceView alone = nets.look(pictures.slice(0, i, i + 1), FaceBox.WHOLE).get(0);
      assertThat(together.get(i).logit()).isEqualTo(alone.logit());
      assertThat(together.get(i).points()).isEqualTo(alone.points());
    }
  }

  @Test
  void theFingerprintIsOfTheWeights() {
    assertThat(FaceNets.fingerprint()).matches("[0-9a-f]{64}").isEqualTo(FaceNets.fingerprint());
  }
}
