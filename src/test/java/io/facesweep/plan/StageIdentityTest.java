package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.config.SampleValues;
import io.facesweep.config.SweepConfig;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TrialSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every key of the trial block, each alone: which stages it makes others of, and which not. */
class StageIdentityTest {
  /** With these every option is in use. */
  private static final String EVERYTHING =
      """
guidance.timestep = dreamtime
geometry { render = mix, light.mode = presets, optimizer.decay-factor = 0.9 }
texture { depth-control = true, prior = canny, prior-schedule = linear, light.mode = presets }
""";

  /** What a line of recorded settings begins with. */
  private static final String SETTINGS = "settings: ";

  private static final Set<String> UNUSED_WITH_CANNY =
      Set.of("texture.prior-yuv", "texture.prior-yuv-weight");

  /** A stage that was computed once is found again, byte for byte, unless the version rises. */
  @Test
  void identitiesAreThoseThatWereRecorded() throws IOException {
    StringBuilder found = new StringBuilder();
    String recorded = recorded();
    for (String line : recorded.lines().toList()) {
      if (line.startsWith(SETTINGS)) {
        SweepConfig config = Plans.config("trial {\n" + line.substring(SETTINGS.length()) + "\n}");
        TrialSettings trial = config.settings(config.combinations().iterator().next());
        StageIdentity identity = new StageIdentity(Plans.fingerprints(config), config.models());
        found.append(line).append('\n');
        if (trial.phases().hasGeometryPhase()) {
          found.append(CanonicalJson.write(identity.geometry(trial))).append('\n');
        }
        if (trial.phases().hasTexture()) {
          found.append(CanonicalJson.write(identity.texture(trial))).append('\n');
        }
      }
    }
    String expected =
        recorded
            .lines()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(line -> line.replace("VERSION", "" + StageIdentity.SYNTHESIS_VERSION) + "\n")
            .collect(Collectors.joining());
    assertThat(found).hasToString(expected);
  }

  @Test
  void howTheDiffusionModelIsReadMakesOtherStages() {
    Set<String> ids = new HashSet<>();
    for (String models :
        new String[] {
          "",
          "parts = p",
          "vae = p",
          "prediction = epsilon",
          "weights = ema",
          "loras = [a.safetensors]",
          "loras = [b.safetensors]",
          "loras = [{ file = a.safetensors, weight = 0.5 }]",
          "embeddings = [a/x.pt]",
          "embeddings = [{ file = a/x.pt, token = y }]",
          "embeddings = [a/x.pt, { file = b.pt, token = y }]",
          "embeddings = [{ file = b.pt, token = y }, { file = a/x.pt, token = x }]"
        }) {
      SweepConfig config = Plans.config("models { " + models + " }");
      TrialSettings trial = config.settings(config.combinations().iterator().next());
      StageIdentity identity = new StageIdentity(Fingerprints.unread(config), config.models());
      ids.add(CanonicalJson.write(identity.geometry(trial)));
    }
    // The last two are the same: order decides nothing, and a file's name is its token.
    assertThat(ids).hasSize(11);
  }

  @Test
  void otherBytesOfALoraOrAnEmbeddingMakeOtherStages() {
    String files = "models { loras = [a.safetensors], embeddings = [b.pt] }";
    SweepConfig config = Plans.config(files);
    TrialSettings trial = config.settings(config.combinations().iterator().next());
    Set<String> geometries = new HashSet<>();
    Set<String> textures = new HashSet<>();
    for (Map<String, String> hashes :
        List.of(
            Map.of("a.safetensors", "1", "b.pt", "2"),
            Map.of("a.safetensors", "3", "b.pt", "2"),
            Map.of("a.safetensors", "1", "b.pt", "3"))) {
      Fingerprints read = new Fingerprints(Plans.fingerprints(config).models(), hashes);
      StageIdentity identity = new StageIdentity(read, config.models());
      geometries.add(CanonicalJson.write(identity.geometry(trial)));
      textures.add(CanonicalJson.write(identity.texture(trial)));
    }
    assertThat(geometries).hasSize(3);
    assertThat(textures).hasSize(3);
  }

  /** A checkpoint of the geometry's own is its checkpoint, wherever it is named. */
  @Test
  void theGeometryIsThatOfItsOwnCheckpoint() {
    Fingerprints same = Plans.fingerprints(ModelRole.DIFFUSION, "x");
    String own = "models { geometry-diffusion = g, vae = v, prediction = epsilon }";
    SweepConfig config = Plans.config(own);
    Fingerprints named =
        Fingerprints.of(
            config.modelSets(),
            (role, place) ->
                role == ModelRole.GEOMETRY_DIFFUSION
                    ? "x"
                    : String.valueOf(same.find(role, place).orElse("v")),
            Map.of());
    StageIdentity identity = new StageIdentity(named, config.models());
    SweepConfig plain = Plans.config("");
    TrialSettings trial = plain.settings(plain.combinations().iterator().next());
    assertThat(CanonicalJson.write(identity.geometry(trial)))
        .isEqualTo(CanonicalJson.write(new StageIdentity(same, plain.models()).geometry(trial)));
    SweepConfig texture = Plans.config("models { vae = v, prediction = epsilon }");
    assertThat(CanonicalJson.write(identity.texture(trial)))
        .isEqualTo(CanonicalJson.write(new StageIdentity(named, texture.models()).texture(trial)));
  }

  private static String recorded() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            StageIdentityTest.class.getResourceAsStream("/plan/identities.txt"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void settingsOfTheTextureLeaveTheGeometryAsItIs() {
    for (Map.Entry<String, String> sample : SampleValues.all().entrySet()) {
      String key = sample.getKey();
      if (key.startsWith("texture.") || key.startsWith("views.texture.")) {
        if (UNUSED_WITH_CANNY.contains(key)) {
          continue;
        }
        Trial base = base(key);
        Trial changed = changed(key);
        assertThat(changed.geometryStage()).as(key).isEqualTo(base.geometryStage());
        assertThat(changed.textureStage()).as(key).isNotEqualTo(base.textureStage());
      }
    }
  }

  @Test
  void allOtherSettingsMakeAnotherGeometryAndSoAnotherTexture() {
    for (Map.Entry<String, String> sample : SampleValues.all().entrySet()) {
      String key = sample.getKey();
      if (!key.startsWith("texture.")
          && !key.startsWith("views.texture.")
          && !key.equals("phases")) {
        Trial base = base(key);
        Trial changed = changed(key);
        assertThat(changed.geometryStage()).as(key).isNotNull().isNotEqualTo(base.geometryStage());
        assertThat(changed.textureStage()).as(key).isNotNull().isNotEqualTo(base.textureStage());
      }
    }
  }

  @Test
  void theNumberFormatOfTheVaeCountsWhereItIsNotThatOfTheNets() {
    String plain = id("");
    assertThat(id("models.vae-dtype = auto")).isEqualTo(plain);
    assertThat(id("models.vae-dtype = float32")).isEqualTo(plain);
    assertThat(id("models.vae-dtype = bfloat16")).isNotEqualTo(plain);
    String half = id("models.dtype = float16");
    assertThat(id("models { dtype = float16, vae-dtype = float16 }")).isEqualTo(half);
    assertThat(id("models { dtype = float16, vae-dtype = float32 }"))
        .isNotEqualTo(half)
        .isNotEqualTo(id("models { dtype = float16, vae-dtype = bfloat16 }"));
  }

  private static String id(String settings) {
    return Plans.plan(settings).trials().get(0).id();
  }

  @Test
  void theYuvTwinCountsWithTheTextureUnet() {
    String unet = "texture.prior = texture-unet\n";
    Set<String> ids = new HashSet<>();
    for (String more :
        new String[] {
          "", "texture.prior-yuv = true", "texture { prior-yuv = true, prior-yuv-weight = 2 }"
        }) {
      ids.add(String.valueOf(Plans.trial(unet + more).textureStage()));
    }
    assertThat(ids).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guidance.dreamtime { m1 = 700, m2 = 400, s1 = 200, s2 = 200 }",
        "geometry { normal-probability = 0.1, optimizer.decay-every = 7 }",
        "texture { depth-scale = 2, depth-convention = far-bright }",
        "texture { prior-prompt = x, prior-guidance-scale = 2, prior-weight = 1, prior-weight-start"
            + " = 2 }",
        "texture { prior-schedule = log, prior-control-scale = 2, prior-edges = x, prior-yuv ="
            + " true, prior-yuv-weight = 2 }",
      })
  void settingsThatAreNotUsedChangeNothing(String settings) {
    assertThat(Plans.trial(settings))
        .usingRecursiveComparison()
        .ignoringFields("settings")
        .isEqualTo(Plans.trial(""));
  }

  @Test
  void settingsOfThePhaseThatIsNotRunChangeNothing() {
    String textureOnly = "phases = texture-only, geometry.coefficients = [1]\n";
    assertThat(
            Plans.trial(
                    textureOnly
                        + "geometry { steps = 7, l2-weight = 5 }, views.geometry.azimuth = 3")
                .id())
        .isEqualTo(Plans.trial(textureOnly).id());
    String geometryOnly = "phases = geometry-only\n";
    assertThat(
            Plans.trial(geometryOnly + "texture { steps = 700 }, views.texture.azimuth = 3").id())
        .isEqualTo(Plans.trial(geometryOnly).id());
    String joint = "phases = joint\n";
    assertThat(
            Plans.trial(
                    joint
                        + "geometry.guidance.scale = 5, views.geometry.azimuth = 3,"
                        + " texture.latent-steps = 3")
                .id())
        .isEqualTo(Plans.trial(joint).id());
    assertThat(Plans.trial(joint + "geometry.steps = 7").id())
        .isNotEqualTo(Plans.trial(joint).id());
    assertThat(Plans.trial(joint + "geometry.l2-weight = 5").id())
        .isNotEqualTo(Plans.trial(joint).id());
  }

  @Test
  void otherWeightsOrImagesMakeOtherStages() {
    String hocon =
        "trial { texture { depth-control = true, prior = canny, init-texture = \"skin.png\" } }";
    Set<String> ids = new HashSet<>();
    Set<String> geometries = new HashSet<>();
    Fingerprints usual = Plans.fingerprints(Plans.config(""));
    for (Fingerprints fingerprints :
        new Fingerprints[] {
          usual,
          Plans.fingerprints(ModelRole.DIFFUSION, "x"),
          Plans.fingerprints(ModelRole.FACE, "x"),
          Plans.fingerprints(ModelRole.DEPTH_CONTROLNET, "x"),
          Plans.fingerprints(ModelRole.TEXTURE_CONTROLNET, "x"),
          new Fingerprints(usual.models(), Map.of()),
        }) {
      Trial trial = SweepPlanner.plan(Plans.config(hocon), fingerprints).trials().get(0);
      ids.add(String.valueOf(trial.textureStage()));
      geometries.add(String.valueOf(trial.geometryStage()));
    }
    assertThat(ids).hasSize(6);
    assertThat(geometries).hasSize(3);
  }

  @Test
  void theNumberFormatIsPartOfAStageWhetherItIsSaidOrNot() {
    Fingerprints cpu = Plans.fingerprints(Plans.config(""));
    Fingerprints gpu = cpu.withAutomatic(Dtype.FLOAT16);
    Trial onCpu = SweepPlanner.plan(Plans.config(""), cpu).trials().get(0);
    Trial onGpu = SweepPlanner.plan(Plans.config(""), gpu).trials().get(0);
    assertThat(onGpu.geometryStage()).isNotEqualTo(onCpu.geometryStage());
    assertThat(onGpu.models().dtype()).isEqualTo(Dtype.FLOAT16);
    Trial said =
        SweepPlanner.plan(Plans.config("models { dtype = float32, vae-dtype = float32 }"), gpu)
            .trials()
            .get(0);
    assertThat(said.id()).isEqualTo(onCpu.id());
    assertThatThrownBy(() -> cpu.withAutomatic(Dtype.AUTO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid automatic number format: auto (expected what it stands for)");
  }

  /** Changes only on purpose: whoever has results would compute them all again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| bc122f341da81b9f | efc6de55891ee6fe",
        "trial.texture.depth-control = true | bc122f341da81b9f | 24fc6bba6e58830f",
        "trial.texture.prior = canny-controlnet | bc122f341da81b9f | 406f28543ea80aa2",
        "trial.texture.prior = texture-unet | bc122f341da81b9f | c113e955fefac382",
        "trial.texture { prior = texture-unet, prior-yuv = true }"
            + " | bc122f341da81b9f | 3bba5c7abaad99cc",
        "trial.phases = joint, models { dtype = float16, vae-dtype = float32 }"
            + " | c3b69d14657d95e3 | c94584bd1eeb9d66",
      })
  void modelsEnterIdentitiesAsTheyAlwaysDid(
      @Nullable String hocon, String geometry, String texture) {
    SweepConfig config = Plans.config(hocon == null ? "" : hocon);
    StageIdentity identity = new StageIdentity(Plans.fingerprints(config), config.models());
    TrialSettings settings = config.settings(config.combinations().iterator().next());
    assertThat(versionless(identity.geometry(settings))).startsWith(geometry);
    assertThat(versionless(identity.texture(settings))).startsWith(texture);
  }

  private static String versionless(Map<String, Object> identity) {
    identity.remove("version");
    return CanonicalJson.sha256(identity);
  }

  private static Trial base(String key) {
    return Plans.trial(EVERYTHING + SampleValues.gate(key));
  }

  private static Trial changed(String key) {
    return Plans.trial(EVERYTHING + SampleValues.gate(key) + sample(key));
  }

  /**
   * A key whose sample is what {@link #EVERYTHING} has already, or does not go with it, gets
   * another value.
   */
  private static String sample(String key) {
    return switch (key) {
      case "texture.depth-control" -> key + " = false";
      case "texture.prior" -> key + " = none";
      case "texture.light.mode", "geometry.light.mode" -> key + " = ambient";
      case "geometry.render" -> key + " = normal";
      case "texture.init-texture" -> "texture.init-texture = \"skin.png\"";
      case "geometry.optimizer.kind", "texture.optimizer.kind" -> key + " = adan";
      case "texture.latent-steps" -> key + " = 10";
      default -> key + " = " + SampleValues.of(key);
    };
  }
}
