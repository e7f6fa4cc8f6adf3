package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SampleValues;
import io.facesweep.config.SweepConfig;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TrialSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
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
          "loras = [{ file = a.safetensors, weight = 0.5 }]"
        }) {
      SweepConfig config = Plans.config("models { " + models + " }");
      TrialSettings trial = config.settings(config.combinations().iterator().next());
      StageIdentity identity = new StageIdentity(Fingerprints.unread(config), config.models());
      ids.add(CanonicalJson.write(identity.geometry(trial)));
    }
    assertThat(ids).hasSize(8);
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
    assertThat(id("models.vae-dtype = float32")).isNotEqualTo(plain);
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
        "texture.light.presets = [1]",
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
                        + "geometry { steps = 7, guidance.scale = 5 }, views.geometry.azimuth = 3")
                .id())
        .isEqualTo(Plans.trial(joint).id());
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

  /** Changes only on purpose: whoever has results would compute them all again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| 2b3e3969566308a5 | 0967660e42f2a44c",
        "trial.texture.depth-control = true | 2b3e3969566308a5 | 87ca8cecdd226974",
        "trial.texture.prior = canny-controlnet | 2b3e3969566308a5 | 8522ae269a921020",
        "trial.texture.prior = texture-unet | 2b3e3969566308a5 | 627e819cf5b05f2b",
        "trial.texture { prior = texture-unet, prior-yuv = true }"
            + " | 2b3e3969566308a5 | 32ea7565788ddc11",
        "trial.phases = joint, models { dtype = float16, vae-dtype = float32 }"
            + " | 63f5a1c98e0e8f78 | 9110e857b908a80e",
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
