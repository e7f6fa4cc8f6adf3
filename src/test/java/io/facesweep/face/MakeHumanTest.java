package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.UserException;
import io.facesweep.mesh.TextureLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small data in MakeHuman's form, and with {@code -Dmakehuman.dir} the real one. */
final class MakeHumanTest {
  @TempDir private Path directory;

  @BeforeEach
  void writeData() throws IOException {
    SmallMakeHuman.in(directory);
  }

  @Test
  void headAndEyesAreCutOutOfTheBody() {
    FaceModel model = FaceModels.open(directory.toString());
    assertThat(model.name()).isEqualTo("makehuman");
    assertThat(model.vertexCount()).isEqualTo(10);
    assertThat(model.mean().faces()).containsExactly(0, 1, 3, 0, 3, 2, 4, 5, 6, 7, 9, 8);
    assertThat(model.mirror()).containsExactly(1, 0, 3, 2, 7, 8, 9, 4, 5, 6);
  }

  @Test
  void opposedTargetsAreOneComponent() {
    FaceModel model = FaceModels.open(directory.toString());
    assertThat(model.identityNames())
        .containsExactly(
            "head-oval",
            "eye-trans-down-up",
            "chin-cleft-decr",
            "chin-cleft-incr",
            "chin-width",
            "asym-jaw-1");
    float[] width = component(model, "chin-width");
    assertThat(width[0]).isCloseTo(-0.04f, within(1e-6f)); // 4 mm at most
    assertThat(width[3]).isCloseTo(0.04f, within(1e-6f));
    float[] eyes = component(model, "eye-trans-down-up");
    assertThat(eyes[3 * 4 + 1]).isCloseTo(0.01f, within(1e-6f)); // a third of the way
    assertThat(eyes[3 * 7 + 1]).isCloseTo(0.01f, within(1e-6f)); // both sides
    assertThat(component(model, "chin-cleft-incr")[2]).isCloseTo(0.02f, within(1e-6f));
    assertThat(component(model, "asym-jaw-1")[0]).isCloseTo(-0.01f, within(1e-6f));
  }

  @Test
  void macrosMoveTheMeanAndAreComponents() throws IOException {
    SmallMakeHuman.addMacros(directory);
    FaceModel model = FaceModels.open(directory.toString());
    assertThat(model.identityNames())
        .startsWith(
            "macro-female-male",
            "macro-young-old",
            "macro-african",
            "macro-asian",
            "macro-caucasian");
    float[] gender = component(model, "macro-female-male");
    assertThat(gender[3 * 1 + 2]).isCloseTo(0.25f * 0.4f * 0.9f, within(1e-6f)); // less the mean
    assertThat(gender[3 * 2 + 2]).isCloseTo(-0.25f * 0.4f * 0.1f, within(1e-6f));
    assertThat(component(model, "macro-african")[3]).isCloseTo(0.5f * 0.4f * 0.9f, within(1e-6f));
    assertThat(component(model, "macro-young-old")).containsOnly(0);
    float[] mean = model.mean().vertices();
    assertThat((mean[3] - mean[9]) * model.unitScale()).isCloseTo(0.2f, within(1e-5f));
  }

  @Test
  void textureAndRegionsFollowThePublishedLayout() {
    FaceModel model = FaceModels.open(directory.toString());
    assertThat(TextureLayout.liesInOneTexture(model.mean())).isTrue();
    assertThat(model.regions().get("eyes")).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
    assertThat(model.regions().get("scalp")).startsWith(0, 0, 1, 1);
    assertThat(model.regions().get("neck")).startsWith(1, 1, 0, 0);
    float[] uvs = model.mean().textureCoordinates();
    int top = model.mean().textureFaces()[2];
    assertThat(uvs[2 * top]).isCloseTo(0.5f, within(1e-3f));
    assertThat(uvs[2 * top + 1]).isGreaterThan(0.8f);
    FaceModel published =
        FaceModels.open(
            new FaceFiles(
                directory.toString(), directory.resolve("3dobjs/base.obj").toString(), null));
    assertThat(published.mean().textureCoordinates()).startsWith(0.98f, 0.3f);
  }

  @Test
  void refusesDataThatIsDamaged() throws IOException {
    assertTargetRefused("0 0 0\n", "line 1: \"0 0 0\" (expected a vertex and three offsets)");
    assertTargetRefused("\n0 0 x 0", "line 2: \"0 0 x 0\" (expected a vertex and three offsets)");
    assertTargetRefused("0 0 NaN 0", "line 1: \"0 0 NaN 0\" (expected a vertex and three offsets)");
    assertTargetRefused("12 0 0 0", "line 1: vertex 12 (expected 0 to 11)");
    Files.delete(directory.resolve("targets/chin/chin-a-incr.target"));
    Path eyes = directory.resolve("targets/eyes/l-eye-trans-up.target.gz");
    Files.write(eyes, Arrays.copyOf(Files.readAllBytes(eyes), 20));
    assertRefused("target eyes/l-eye-trans-up.target.gz is no whole gzip file");
    Files.delete(eyes);
    Path mirror = directory.resolve("mesh_metadata/hm08.mirror");
    Files.writeString(mirror, "2 x r\n");
    assertRefused("mesh_metadata/hm08.mirror, line 1: expected a vertex and its twin");
    Files.writeString(mirror, "2 0 r\n");
    assertRefused(
        "Invalid mirror map: vertex 0 maps to -1 (expected a map that is its own inverse)");
    Files.writeString(
        directory.resolve("3dobjs/base.obj"), "v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nf 1/1 2/1 3/1\n");
    assertRefused("none of its faces belongs to a head");
  }

  @Test
  void refusesDataWithoutTargets() throws IOException {
    Files.move(directory.resolve("targets"), directory.resolve("other"));
    assertRefused("it has no targets of the head (expected targets/head/*.target or *.target.gz)");
  }

  /** 348 targets become the 165 components that the list beside them names. */
  @Test
  void realDataGivesTheComponentsThatItsListNames() throws IOException {
    String real = System.getProperty("makehuman.dir", "");
    assumeTrue(!real.isEmpty(), "makehuman.dir is not set");
    FaceModel model = FaceModels.open(real);
    assertThat(model.vertexCount()).isEqualTo(4_326 + 144);
    assertThat(TextureLayout.mirrors(model.mean())).isTrue();
    Map<String, JsonObject> expected = new TreeMap<>();
    String list = Files.readString(Path.of(real, "components.json"));
    for (JsonElement one :
        JsonParser.parseString(list).getAsJsonObject().getAsJsonArray("components")) {
      expected.put(one.getAsJsonObject().get("name").getAsString(), one.getAsJsonObject());
    }
    List<String> names =
        model.identityNames().stream().filter(name -> !name.startsWith("macro-")).toList();
    assertThat(names).hasSize(165).containsExactlyInAnyOrderElementsOf(expected.keySet());
    assertThat(model.identityNames()).hasSize(165 + 6);
    int alike = 0;
    for (String name : names) {
      JsonObject one = expected.get(name);
      double most = one.get("largest_mm").getAsDouble() * one.get("sd").getAsDouble() / 100;
      float[] head = Arrays.copyOf(component(model, name), 3 * 4_326); // eyes come last
      assertThat(longest(head)).as(name).isLessThan(most + 2e-4);
      alike += Math.abs(longest(head) - most) < 2e-4 ? 1 : 0;
    }
    assertThat(alike).as("the list's deviations do not look at the eyes").isGreaterThan(155);
  }

  private static double longest(float[] offsets) {
    double longest = 0;
    for (int i = 0; i < offsets.length; i += 3) {
      longest =
          Math.max(
              longest,
              Math.sqrt(
                  offsets[i] * offsets[i]
                      + offsets[i + 1] * offsets[i + 1]
                      + offsets[i + 2] * offsets[i + 2]));
    }
    return longest;
  }

  private static float[] component(FaceModel model, String name) {
    float[] component = model.identity()[model.identityNames().indexOf(name)].clone();
    for (int i = 0; i < component.length; i++) {
      component[i] *= model.unitScale();
    }
    return component;
  }

  private void assertTargetRefused(String lines, String reason) throws IOException {
    SmallMakeHuman.target(directory, "chin/chin-a-incr.target", lines);
    assertRefused("target chin/chin-a-incr.target, " + reason);
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> FaceModels.open(directory.toString()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot open face model %s: %s".formatted(directory, reason));
  }
}
