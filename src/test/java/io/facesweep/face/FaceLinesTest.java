package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.face.FaceLines.Ends;
import io.facesweep.face.FaceLines.Line;
import io.facesweep.face.FaceLines.Part;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsFile;
import io.facesweep.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceLinesTest {
  private static Map<String, Integer> named(String name, int count) {
    Map<String, Integer> landmarks = new HashMap<>();
    IntStream.range(0, count).forEach(i -> landmarks.put(name.formatted(i), 1000 + i));
    return landmarks;
  }

  private static List<List<Integer>> of(FaceLines lines, Part part) {
    return lines.lines().stream().filter(line -> line.part() == part).map(Line::vertices).toList();
  }

  @Test
  void landmarksByTheNumbersOfFaceMeshGiveItsLines() {
    FaceLines lines = FaceLines.of(named("facemesh-%d", 468)).orElseThrow();
    assertThat(of(lines, Part.OUTLINE).get(0)).hasSize(36).startsWith(1010, 1338, 1297);
    assertThat(of(lines, Part.RIGHT_EYEBROW).get(1)).containsExactly(1070, 1063, 1105, 1066, 1107);
    assertThat(of(lines, Part.LIPS)).hasSize(2);
    assertThat(of(lines, Part.LEFT_PUPIL)).isEqualTo(of(lines, Part.LEFT_EYE));
    // MediaPipe's contours have 36 + 2 * 16 + 2 * 8 + 40 edges
    assertThat(lines.lines().stream().mapToInt(FaceLinesTest::edges).sum()).isEqualTo(124);
  }

  private static int edges(Line line) {
    boolean isPoint = line.part() == Part.LEFT_PUPIL || line.part() == Part.RIGHT_PUPIL;
    int count = line.vertices().size();
    return isPoint ? 0 : line.ends() == Ends.CLOSED ? count : count - 1;
  }

  @Test
  void theSixtyEightPointsOfIbugDo() {
    FaceLines lines = FaceLines.of(named("ibug-%02d", 68)).orElseThrow();
    assertThat(of(lines, Part.OUTLINE).get(0)).hasSize(17);
    assertThat(of(lines, Part.RIGHT_EYE).get(0)).startsWith(1036).hasSize(6);
    assertThat(lines.lines().stream().map(Line::part).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Part.values());
  }

  @Test
  void landmarksThatAreNotAllThereGiveNone() {
    Map<String, Integer> landmarks = named("ibug-%02d", 68);
    landmarks.remove("ibug-40");
    assertThat(FaceLines.of(landmarks)).isEmpty();
    assertThat(FaceLines.of(Map.of("left-eye", 3))).isEmpty();
  }

  @Test
  void linesOfTheBuiltInHeadMirrorEachOther() {
    FaceModel head = FaceModels.open("builtin:head");
    FaceLines lines = head.lines().orElseThrow();
    float[] vertices = head.mean().vertices();
    List<Integer> left = of(lines, Part.LEFT_EYE).get(0);
    List<Integer> right = of(lines, Part.RIGHT_EYE).get(0);
    for (int i = 0; i < left.size(); i++) {
      assertThat(head.mirror()[left.get(i)]).isEqualTo(right.get(i));
      assertThat(vertices[3 * left.get(i)]).isPositive();
      assertThat(vertices[3 * left.get(i) + 2]).isPositive();
    }
    assertThat(lines.lines().stream().mapToInt(FaceLinesTest::edges).sum()).isEqualTo(124);
    float chin = vertices[3 * of(lines, Part.OUTLINE).get(0).get(18) + 1];
    float mouth = vertices[3 * of(lines, Part.LIPS).get(0).get(5) + 1];
    float eye = vertices[3 * left.get(0) + 1];
    float brow = vertices[3 * of(lines, Part.LEFT_EYEBROW).get(1).get(2) + 1];
    float forehead = vertices[3 * of(lines, Part.OUTLINE).get(0).get(0) + 1];
    assertThat(List.of(chin, mouth, eye, brow, forehead)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anIctFaceHasThemOfItsIndexFile(@TempDir Path folder) throws IOException {
    Path objects = SmallFaceModels.ict(folder);
    assertThat(FaceModels.open(folder.toString()).lines()).isEmpty();
    String fingerprint = FaceModels.open(folder.toString()).fingerprint();
    Path indices = objects.resolve("vertex_indices.json");
    String points =
        IntStream.range(0, 68).mapToObj(i -> "" + i % 4).collect(Collectors.joining(","));
    Files.writeString(
        indices, "{\"expressions\": [\"a\"], \"idx_to_landmark_verts\": [%s]}".formatted(points));
    FaceModel model = FaceModels.open(folder.toString());
    assertThat(of(model.lines().orElseThrow(), Part.LEFT_EYEBROW).get(0))
        .containsExactly(2, 3, 0, 1, 2);
    assertThat(model.fingerprint()).isNotEqualTo(fingerprint);
    Path converted = folder.resolve("converted.safetensors");
    FaceFile.write(converted, model);
    assertThat(FaceModels.open(converted.toString()).lines()).isEqualTo(model.lines());
    Files.writeString(indices, "{\"idx_to_landmark_verts\": [%s]}".formatted(points));
    assertThat(FaceModels.open(folder.toString()).fingerprint()).isEqualTo(model.fingerprint());
    Files.writeString(
        indices, "{\"idx_to_landmark_verts\": [%s]}".formatted(points.replaceFirst("0", "1")));
    assertThat(FaceModels.open(folder.toString()).fingerprint()).isNotEqualTo(model.fingerprint());
    Files.writeString(indices, "{\"idx_to_landmark_verts\": [1, 2]}");
    assertThatThrownBy(() -> FaceModels.open(folder.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "idx_to_landmark_verts of vertex_indices.json are 2 numbers (expected 68 vertices from"
                + " 0 to 3)");
    Files.writeString(indices, "[1]");
    assertThatThrownBy(() -> FaceModels.open(folder.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("vertex_indices.json is not as expected");
  }

  @Test
  void linesOfAConvertedHeadArePartOfItsFingerprint(@TempDir Path folder) {
    FaceModel head = FaceModels.open("builtin:head");
    FaceModel converted = written(folder, new LinkedHashMap<>(), head);
    assertThat(converted.lines()).isEqualTo(head.lines());
    int[] points =
        head.lines().orElseThrow().lines().stream()
            .flatMap(line -> line.vertices().stream())
            .mapToInt(Integer::intValue)
            .toArray();
    points[3]++;
    FaceModel edited =
        written(folder, Map.of("lines", NamedArray.int32(points, points.length)), head);
    assertThat(edited.lines()).isPresent().isNotEqualTo(head.lines());
    assertThat(edited.fingerprint()).isNotEqualTo(converted.fingerprint());
  }

  /** A model as it is read back, with some of its tensors replaced. */
  private static FaceModel written(Path folder, Map<String, NamedArray> others, FaceModel model) {
    Path file = folder.resolve("head.safetensors");
    FaceFile.write(file, model);
    Map<String, NamedArray> arrays = new LinkedHashMap<>();
    Map<String, String> metadata;
    try (SafetensorsFile stored = SafetensorsFile.open(file)) {
      metadata = stored.metadata();
      for (SafetensorsFile.Entry entry : stored.entries()) {
        arrays.put(
            entry.name(),
            entry.type().isFloating()
                ? NamedArray.float32(stored.floats(entry.name()), entry.shape())
                : NamedArray.int64(stored.longs(entry.name()), entry.shape()));
      }
    }
    arrays.putAll(others);
    SafetensorsWriter.write(file, arrays, metadata);
    return FaceModels.open(file.toString());
  }
}
