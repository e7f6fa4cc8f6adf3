package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.judges.FaceNets;
import io.facesweep.render.Camera;
import io.facesweep.render.LightPresets;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mean head, and a textured face of the golden pictures where a view should have one. */
class FaceMeasuresTest {
  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final Camera FRONT =
      new Camera(0, 0, 7, Camera.REFERENCE_FIELD_OF_VIEW, Camera.Point.ORIGIN);
  private static final int BACK = 4;

  private final FaceNets nets = FaceNets.open(Device.CPU);
  private TensorScope scope;
  private Tensor grey;

  @BeforeEach
  void render() {
    scope = TensorScope.open();
    List<Camera> cameras =
        FaceMeasures.AZIMUTHS.stream().map(azimuth -> FRONT.turned(azimuth, 0)).toList();
    RenderedViews views =
        new Renderer(MeshTopology.of(FACE.mean()), FaceMeasures.SIDE, FaceMeasures.SIDE)
            .view(Tensor.of(FACE.mean().vertices(), 1, FACE.vertexCount(), 3), cameras);
    List<Tensor> lights =
        FaceMeasures.AZIMUTHS.stream()
            .map(azimuth -> LightPresets.light(LightPresets.FROM_ABOVE, azimuth))
            .toList();
    grey = views.grey(LightPresets.GREY_ALBEDO, Tensor.stack(0, lights), Tensor.ones(3));
  }

  @AfterEach
  void close() {
    scope.close();
    nets.close();
  }

  private static TrialScene scene(Map<String, float[]> regions) {
    return new TrialScene(
        MeshTopology.of(FACE.mean()),
        FACE.mean().vertices(),
        new float[0],
        new float[3],
        1,
        regions,
        TextureWrap.CLAMP,
        "a head",
        List.of(),
        (prompt, azimuth) -> prompt);
  }

  private final List<ViewValue> values = new ArrayList<>();

  private Map<Metric, Double> measures(Tensor textured, Map<String, float[]> regions) {
    Findings found = new Findings(e -> {});
    FaceMeasures.Shape shape = FaceMeasures.shape(nets, grey, found);
    FaceMeasures.texture(nets, scene(regions), textured, FRONT, shape, found);
    TrialMetrics.Measured measured = found.measured("");
    values.clear();
    values.addAll(measured.views());
    return measured.values();
  }

  /** The pictures with another one in the place of a view. */
  private Tensor with(int view, Tensor picture) {
    int views = FaceMeasures.AZIMUTHS.size();
    return Tensor.cat(0, grey.slice(0, 0, view), picture, grey.slice(0, view + 1, views));
  }

  private static Tensor golden(String name) {
    try (SafetensorsFile file =
        SafetensorsFile.open(Path.of("src/test/resources/facenets/golden.safetensors"))) {
      return Tensor.of(file.floats(name), file.entry(name).shape());
    }
  }

  @Test
  void aHeadHasOneFaceInThreeViews() {
    Map<Metric, Double> found = measures(grey, FACE.regions());
    assertThat(found.get(Metrics.FACE_FRONT)).isGreaterThan(0.99);
    assertThat(found.get(Metrics.FACE_BACK)).isLessThan(0.3);
    assertThat(found.get(Metrics.FACES)).isEqualTo(3);
    assertThat(found.get(Metrics.GEOMETRY_FACE_FRONT)).isEqualTo(found.get(Metrics.FACE_FRONT));
  }

  @Test
  void aSecondFaceOnTheBackIsSeen() {
    Map<Metric, Double> found =
        measures(with(BACK, golden("end_to_end.in.picture")), FACE.regions());
    assertThat(found.get(Metrics.FACE_BACK)).isGreaterThan(0.9);
    assertThat(found.get(Metrics.FACES)).isEqualTo(4);
    assertThat(found.get(Metrics.GEOMETRY_FACE_BACK)).isLessThan(0.3);
    assertThat(values).hasSize(2 * FaceMeasures.AZIMUTHS.size());
    ViewValue back =
        values.stream()
            .filter(value -> value.measure().equals(ViewValue.FACE_FLAG))
            .filter(value -> value.azimuth() == 180)
            .findFirst()
            .orElseThrow();
    assertThat(back.value()).isEqualTo(found.get(Metrics.FACE_BACK));
    assertThat(back.elevation()).isZero();
  }

  @Test
  void theNetSeesEyesAndMouthWhereTheGeometryHasThem() {
    double inPlace = measures(grey, FACE.regions()).get(Metrics.LANDMARK_ERROR);
    assertThat(inPlace).isBetween(0.0, 8.0);
    Tensor front = grey.slice(0, 0, 1);
    double movedRight =
        measures(with(0, front.roll(6, 3)), FACE.regions()).get(Metrics.LANDMARK_ERROR);
    double movedDown =
        measures(with(0, front.roll(6, 2)), FACE.regions()).get(Metrics.LANDMARK_ERROR);
    assertThat(movedRight).as("by about a fifth of the eyes' distance").isGreaterThan(12);
    assertThat(movedDown).isGreaterThan(12);
  }

  @Test
  void aFaceWithoutRegionsIsHeldAgainstItsGreyFront() {
    assertThat(measures(grey, Map.of()).get(Metrics.LANDMARK_ERROR)).isZero();
    Tensor moved = with(0, grey.slice(0, 0, 1).roll(6, 3));
    assertThat(measures(moved, Map.of()).get(Metrics.LANDMARK_ERROR)).isGreaterThan(12);
  }

  @Test
  void picturesThatAreNoNumbersHaveNoAnswer() {
    Tensor broken = with(2, grey.slice(0, 2, 3).mul(Double.NaN));
    assertThatThrownBy(() -> measures(broken, FACE.regions()))
        .isInstanceOf(JudgeException.class)
        .hasMessage("it gave NaN for picture 3 of 8");
  }

  @Test
  void withoutAFaceInFrontThereIsNoErrorAndNoFlag() {
    Map<Metric, Double> found = measures(with(0, grey.slice(0, BACK, BACK + 1)), FACE.regions());
    assertThat(found.get(Metrics.FACE_FRONT)).isLessThan(0.3);
    assertThat(found.get(Metrics.LANDMARK_ERROR)).isNaN();
  }
}
