package io.facesweep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.facesweep.UserException;
import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Animation;
import io.facesweep.settings.Axis;
import io.facesweep.settings.CheckpointSettings;
import io.facesweep.settings.Combination;
import io.facesweep.settings.Contrasts;
import io.facesweep.settings.Design;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.EmbeddingSettings;
import io.facesweep.settings.LoraSettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.OnFailure;
import io.facesweep.settings.OutputSettings;
import io.facesweep.settings.Prediction;
import io.facesweep.settings.Progress;
import io.facesweep.settings.RunSettings;
import io.facesweep.settings.SaveSettings;
import io.facesweep.settings.ScorerSettings;
import io.facesweep.settings.SparkSettings;
import io.facesweep.settings.StopWhen;
import io.facesweep.settings.SweepSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.WeightCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepConfigTest {
  @TempDir private Path folder;

  static final String MINIMAL =
      """
      sweep { name = tiny, prompts = ["a head"] }
      models.diffusion = "models/demo"
      output.uri = "out/tiny"
      """;

  @Test
  void defaultsOutsideTheTrial() {
    SweepConfig config = SweepConfig.parse(MINIMAL);
    assertThat(config.sweep())
        .isEqualTo(
            new SweepSettings(
                "tiny",
                List.of("a head"),
                "{prompt}",
                List.of(0L),
                List.of(),
                Design.FULL,
                List.of(),
                Map.of()));
    assertThat(config.models())
        .isEqualTo(
            new ModelSettings(
                Map.of(ModelRole.DIFFUSION, "models/demo", ModelRole.FACE, "builtin:head"),
                Dtype.AUTO,
                Dtype.AUTO));
    assertThat(config.output()).isEqualTo(new OutputSettings("out/tiny", List.of()));
    assertThat(config.run())
        .isEqualTo(
            new RunSettings(
                OnFailure.CONTINUE,
                true,
                false,
                Duration.ZERO,
                StopWhen.NONE,
                Duration.ZERO,
                new SaveSettings(8, 512, Animation.GIF, 40)));
    assertThat(config.run().hasTimeLimit()).isFalse();
    assertThat(config.analysis()).isEqualTo(AnalysisSettings.DEFAULT);
    assertThat(config.spark()).isEqualTo(new SparkSettings(0, Progress.AUTO, Map.of()));
    assertThat(config.spark().isAutomatic()).isTrue();
    assertThat(combinations(config)).hasSize(1);
    assertThat(config.settings(combinations(config).get(0))).isEqualTo(TrialValues.defaults());
  }

  @Test
  void readsHowTheDiffusionModelIsRead() {
    SweepConfig config =
        SweepConfig.parse(
            MINIMAL
                + """
                models {
                  parts = p, vae = v, prediction = v-prediction, weights = ema
                  loras = [{ file = a.safetensors, weight = 0.5 }, b.safetensors]
                  embeddings = [old.pt, { file = e.bin, token = "<face>" }]
                }
                """);
    assertThat(config.models().checkpoint())
        .isEqualTo(
            new CheckpointSettings(
                Prediction.V_PREDICTION,
                WeightCopy.EMA,
                List.of(
                    new LoraSettings("a.safetensors", 0.5), new LoraSettings("b.safetensors", 1)),
                List.of(
                    new EmbeddingSettings("old.pt", null),
                    new EmbeddingSettings("e.bin", "<face>"))));
    assertThat(config.models().find(ModelRole.PARTS)).isEqualTo("p");
    assertThat(config.models().find(ModelRole.VAE)).isEqualTo("v");
    assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
  }

  @Test
  void lorasCanBeAnAxis() {
    SweepConfig config =
        SweepConfig.parse(
            MINIMAL
                + "sweep.axes { \"models.loras\" = [[], [{ file = a.safetensors, weight = 2 }]] }");
    assertThat(config.modelSets())
        .extracting(models -> models.checkpoint().loras())
        .containsExactly(List.of(), List.of(new LoraSettings("a.safetensors", 2)));
    assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
  }

  @Test
  void embeddingsCanBeAnAxis() {
    SweepConfig config =
        SweepConfig.parse(
            MINIMAL + "sweep.axes { \"models.embeddings\" = [[], [{ file = a.pt, token = x }]] }");
    assertThat(config.modelSets())
        .extracting(models -> models.checkpoint().embeddings())
        .containsExactly(List.of(), List.of(new EmbeddingSettings("a.pt", "x")));
    assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
  }

  @Test
  void refusesEmbeddingsThatAreNone() {
    for (String embedding :
        List.of("{ token = x }", "{ file = a, token = \" \" }", "{ file = a, weight = 1 }", "[]")) {
      assertThatThrownBy(
              () -> SweepConfig.parse(MINIMAL + "models.embeddings = [%s]".formatted(embedding)))
          .isInstanceOf(UserException.class)
          .hasMessageContainingAll(
              "models.embeddings",
              "{ file, token } of an embedding, the token a text that is not blank, or its file alone");
    }
  }

  @Test
  void readsEveryKeyOutsideTheTrial() {
    SweepConfig config =
        SweepConfig.parse(
            """
sweep { name = a.b_c-1, prompts = [x, y], prompt-template = "face of {prompt}!", seeds = [3, 1] }
models {
  diffusion = d, depth-controlnet = dc, texture-controlnet = tc, texture-unet = tu, texture-unet-yuv = ty
  clip = c, face = f, dtype = float16, vae-dtype = bfloat16
}
output.uri = "s3a://bucket/prefix"
analysis { confirmatory = [clip_score, failed], contrasts = all, equivalence { clip_score = 0.25, sharpness = 1e-3 } }
run {
  on-failure = stop, share-stages = false, retry-failed = true, trial-time-limit = 90 minutes, stop-when = decided, report-every = 30 seconds
  save { views = 4, view-resolution = 64, animation = none, animation-frames = 2 }
}
spark { trials-per-task = 16, progress = lines, conf { "spark.task.cpus" = 2, spark.eventLog.enabled = true } }
""");
    assertThat(config.sweep().name()).isEqualTo("a.b_c-1");
    assertThat(config.sweep().promptText("x")).isEqualTo("face of x!");
    assertThat(config.sweep().seeds()).containsExactly(3L, 1L);
    assertThat(config.models())
        .isEqualTo(
            new ModelSettings(
                Map.of(
                    ModelRole.DIFFUSION, "d",
                    ModelRole.DEPTH_CONTROLNET, "dc",
                    ModelRole.TEXTURE_CONTROLNET, "tc",
                    ModelRole.TEXTURE_UNET, "tu",
                    ModelRole.TEXTURE_UNET_YUV, "ty",
                    ModelRole.CLIP, "c",
                    ModelRole.FACE, "f"),
                Dtype.FLOAT16,
                Dtype.BFLOAT16));
    assertThat(config.output().uri()).isEqualTo("s3a://bucket/prefix");
    assertThat(config.run())
        .isEqualTo(
            new RunSettings(
                OnFailure.STOP,
                false,
                true,
                Duration.ofMinutes(90),
                StopWhen.DECIDED,
                Duration.ofSeconds(30),
                new SaveSettings(4, 64, Animation.NONE, 2)));
    assertThat(config.analysis())
        .isEqualTo(
            new AnalysisSettings(
                List.of("clip_score", "failed"),
                Contrasts.ALL,
                Map.of("clip_score", 0.25, "sharpness", 0.001)));
    assertThat(config.spark())
        .isEqualTo(
            new SparkSettings(
                16,
                Progress.LINES,
                Map.of("spark.task.cpus", "2", "spark.eventLog.enabled", "true")));
    assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
  }

  @Test
  void overridesComeBeforeTheFileAndLaterOnesBeforeEarlierOnes() {
    String file = MINIMAL + "trial.texture.steps = 300\ntrial.guidance.scale = 7";
    SweepConfig config =
        SweepConfig.parse(
            file,
            "file",
            List.of(
                "trial.texture.steps=250",
                "trial.texture.steps = 260",
                "output.uri=s3a://bucket/x//y#z",
                "trial.guidance.scale=null",
                "sweep.prompts=[\"a, b\", c]",
                "models.face=${models.diffusion}"));
    TrialSettings trial = first(config);
    assertThat(trial.texture().steps()).isEqualTo(260);
    assertThat(trial.texture().guidance().scale()).isEqualTo(100);
    assertThat(config.output().uri()).isEqualTo("s3a://bucket/x//y#z");
    assertThat(config.sweep().prompts()).containsExactly("a, b", "c");
    assertThat(config.models().find(ModelRole.FACE)).isEqualTo("models/demo");
  }

  @Test
  void overridesReplaceAxesHoweverTheyAreWritten() {
    String file =
        MINIMAL + "sweep.axes { \"texture.steps\" = [300, 301], view-dependent-prompts = [true] }";
    SweepConfig config = SweepConfig.parse(file, "file", List.of("sweep.axes.texture.steps=[500]"));
    assertThat(config.sweep().axes().stream().map(Axis::toString))
        .containsExactly(
            "Axis[key=view-dependent-prompts, levels=[true]]",
            "Axis[key=texture.steps, levels=[500]]");
  }

  @Test
  void aBlockReplacesTheOneThatIsThere() {
    String file =
        MINIMAL + "sweep.axes { texture.wrap = [true, false], texture.steps = [300, 400] }";
    SweepConfig one = SweepConfig.parse(file, "file", List.of("sweep.axes={texture.steps=[500]}"));
    assertThat(one.sweep().axes().stream().map(Axis::key)).containsExactly("texture.steps");
    SweepConfig none = SweepConfig.parse(file, "file", List.of("sweep.axes={}"));
    assertThat(none.sweep().axes()).isEmpty();
    SweepConfig later =
        SweepConfig.parse(
            file, "file", List.of("sweep.axes={}", "sweep.axes.guidance.scale=[1, 2]"));
    assertThat(later.sweep().axes().stream().map(Axis::key)).containsExactly("guidance.scale");
  }

  @Test
  void axesAreNamedAsTheReferenceNamesThem() {
    SweepConfig config =
        SweepConfig.parse(
            MINIMAL
                + "sweep { axes.trial { texture.steps = [300, 400], views.fov = [9] }, exclude ="
                + " [{ trial.texture.steps = 300 }], baseline.trial.texture.steps = 400 }");
    assertThat(config.sweep().axes().stream().map(Axis::key))
        .containsExactly("texture.steps", "views.fov");
    assertThat(combinations(config)).hasSize(1);
    SweepConfig quoted =
        SweepConfig.parse(MINIMAL + "sweep.axes { \"trial.views.fov\" = [9, 12] }");
    assertThat(quoted.sweep().axes().get(0).key()).isEqualTo("views.fov");
  }

  @Test
  void anAxisMaySetModels() {
    SweepConfig config =
        SweepConfig.parse(
            """
            sweep {
              name = tiny, prompts = ["a head"]
              axes {
                models { diffusion = ["a/sd", "s3a://b/sd"], dtype = [float32, float16] }
                models.depth-controlnet = [c1]
              }
              exclude = [{ models.diffusion = "a/sd", models.dtype = float16 }]
              baseline { models.diffusion = "s3a://b/sd" }
            }
            models.face = f
            trial.texture.depth-control = true
            output.uri = out
            """);
    assertThat(config.modelSets()).hasSize(3).first().isEqualTo(config.models());
    assertThat(config.models())
        .isEqualTo(
            new ModelSettings(
                Map.of(
                    ModelRole.DIFFUSION, "a/sd",
                    ModelRole.DEPTH_CONTROLNET, "c1",
                    ModelRole.FACE, "f"),
                Dtype.FLOAT32,
                Dtype.AUTO));
    Combination last = combinations(config).get(2);
    assertThat(last.factors())
        .containsExactly(
            Map.entry("models.diffusion", "s3a://b/sd"),
            Map.entry("models.dtype", "float16"),
            Map.entry("models.depth-controlnet", "c1"));
    assertThat(config.models(last).place(ModelRole.DIFFUSION)).isEqualTo("s3a://b/sd");
    assertThat(config.models(last).dtype()).isEqualTo(Dtype.FLOAT16);
    assertThat(config.sweep().baseline().get("models.diffusion")).hasToString("s3a://b/sd");
    SweepConfig again = SweepConfig.parse(config.effectiveHocon());
    assertThat(again).isEqualTo(config);
    assertThat(again.modelSets()).isEqualTo(config.modelSets());
  }

  @Test
  void rejectsAnAxisOfAModelThatOnlyMeasures() {
    assertThatThrownBy(() -> SweepConfig.parse(MINIMAL + "sweep.axes.models.clip = [x, y]"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "Invalid key: sweep.axes.models.clip (expected a model that trials compute with; this"
                + " one measures them all)");
  }

  @Test
  void environmentFillsSubstitutions() {
    Map.Entry<String, String> variable =
        System.getenv().entrySet().stream()
            .filter(e -> e.getKey().matches("[A-Z]+") && !e.getValue().isBlank())
            .findFirst()
            .orElseThrow();
    SweepConfig config =
        SweepConfig.parse(
            MINIMAL
                + "models.face = ${"
                + variable.getKey()
                + "}\noutput.uri = ${?FACESWEEP_NO_SUCH_VARIABLE}");
    assertThat(config.models().find(ModelRole.FACE)).isEqualTo(variable.getValue());
    assertThat(config.output().uri()).isEqualTo("out/tiny");
  }

  @Test
  void numbersAndFlagsMayStandInQuotes() {
    TrialSettings trial =
        first(
            SweepConfig.parse(
                MINIMAL + "trial { guidance.scale = \"7.5\", texture.wrap = \"yes\" }"));
    assertThat(trial.texture().guidance().scale()).isEqualTo(7.5);
    assertThat(trial.texture().wrap()).isTrue();
  }

  @Test
  void filesIncludeOthers() throws IOException {
    Files.writeString(folder.resolve("face.json"), "{\"coefficients\": [0.5, -1]}");
    Path file =
        Files.writeString(
            folder.resolve("a.conf"),
            MINIMAL + "trial { phases = texture-only, geometry { include \"face.json\" } }");
    SweepConfig config = SweepConfig.load(file, List.of());
    assertThat(first(config).geometry().coefficients()).containsExactly(0.5, -1.0);
  }

  @Test
  void includedFilesIncludeOthersBesideThem() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.writeString(inner.resolve("steps.conf"), "trial.texture.steps = 250");
    Files.writeString(inner.resolve("all.conf"), "include \"steps\"");
    Path file = Files.writeString(folder.resolve("b.conf"), MINIMAL + "include \"inner/all.conf\"");
    assertThat(first(SweepConfig.load(file, List.of())).texture().steps()).isEqualTo(250);
    Files.writeString(
        file, MINIMAL + "include required(file(\"%s\"))".formatted(inner.resolve("steps.conf")));
    assertThat(first(SweepConfig.load(file, List.of())).texture().steps()).isEqualTo(250);
  }

  @Test
  void nothingFromAfarIsIncluded() throws IOException {
    String only = "only local files may be included (copy it here first)";
    assertIncludeRefused(
        "include \"https://me:pw@host/x.conf\"", "https://(hidden)@host/x.conf", only);
    assertIncludeRefused("include url(\"http://localhost:1/x\")", "http://localhost:1/x", only);
    assertIncludeRefused("include classpath(\"reference.conf\")", "reference.conf", only);
    assertThatThrownBy(() -> SweepConfig.parse("include file(\"/etc/passwd\")", "text", List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot include /etc/passwd in configuration text: only local files may include"
                + " others");
  }

  @Test
  void anIncludedFileThatIsNotThereIsReported() throws IOException {
    assertIncludeRefused(
        "include \"absent\"", "absent", "there is no file " + folder.resolve("absent"));
    assertIncludeRefused(
        "include file(\"absent.conf\")", "absent.conf", "there is no file absent.conf");
    assertIncludeRefused(
        "include \"reference\"", "reference", "there is no file " + folder.resolve("reference"));
  }

  @Test
  void filesThatIncludeEachOtherAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("c.conf"), "include \"c.conf\"");
    assertThatThrownBy(() -> SweepConfig.load(file, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot include c.conf in configuration %s: files that include each other, or more than 20 deep"
                .formatted(file));
  }

  private void assertIncludeRefused(String include, String what, String reason) throws IOException {
    Path file = Files.writeString(folder.resolve("d.conf"), MINIMAL + include);
    assertThatThrownBy(() -> SweepConfig.load(file, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot include %s in configuration %s: %s".formatted(what, file, reason));
  }

  @Test
  void axesAreCrossedInTheOrderOfTheFile() {
    SweepConfig config =
        SweepConfig.parse(
            MINIMAL
                + """
sweep.axes {
  view-dependent-prompts = [false, true]
  "texture.steps" = [300, 400]
  guidance { t-max = [0.9] }
  geometry.coefficients = [[], [0.5, 1]]
}
sweep.exclude = [{ texture.steps = 300, view-dependent-prompts = true }, { "geometry.coefficients" = [] }]
sweep.baseline { texture.steps = 400 }
""");
    List<String> found = new ArrayList<>();
    for (Combination combination : config.combinations()) {
      TrialSettings settings = config.settings(combination);
      assertThat(settings.geometry().coefficients()).containsExactly(0.5, 1.0);
      found.add(
          settings.viewDependentPrompts()
              + " "
              + settings.texture().steps()
              + " "
              + combination.factors());
    }
    assertThat(found)
        .containsExactly(
            "false 300 {view-dependent-prompts=false, texture.steps=300, guidance.t-max=0.9,"
                + " geometry.coefficients=[0.5, 1]}",
            "false 400 {view-dependent-prompts=false, texture.steps=400, guidance.t-max=0.9,"
                + " geometry.coefficients=[0.5, 1]}",
            "true 400 {view-dependent-prompts=true, texture.steps=400, guidance.t-max=0.9,"
                + " geometry.coefficients=[0.5, 1]}");
    assertThat(config.sweep().baseline().toString())
        .isEqualTo(
            "{view-dependent-prompts=false, texture.steps=400, guidance.t-max=0.9,"
                + " geometry.coefficients=[]}");
    assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
  }

  @Test
  void refusesOptionsThatNoObjectiveUses() {
    assertThatThrownBy(
            () ->
                SweepConfig.parse(
                    MINIMAL
                        + """
trial.guidance { objective = csd, scale = 7.5, ism.interval = 80, weighting = uniform }
trial.texture.guidance.sdi.eta = 0.1
"""))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "Invalid trial.guidance.scale: 7.5 (expected no value, for no trial uses it; it counts"
                + " where (guidance.objective != csd or guidance.second-objective != csd))")
        .hasMessageContaining("Invalid trial.guidance.ism.interval: 80 (expected no value")
        .hasMessageContaining("Invalid trial.texture.guidance.sdi.eta: 0.1 (expected no value")
        .hasMessageNotContaining("weighting");
  }

  @Test
  void anOptionThatOneTrialUsesMayStand() {
    String axis = "sweep.axes { \"guidance.objective\" = [csd, ism] }\n";
    SweepConfig config =
        SweepConfig.parse(MINIMAL + axis + "trial.guidance { scale = 7.5, ism.interval = 80 }");
    assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
    SweepConfig.parse(
        MINIMAL
            + "trial { phases = texture-only, geometry { coefficients = [1], guidance.scale = 3 }"
            + " }");
  }

  @Test
  void refusesObjectivesThatDoNotGoTogether() {
    assertThatThrownBy(
            () ->
                SweepConfig.parse(
                    MINIMAL
                        + """
trial.geometry.guidance { objective-switch = 200, second-objective = sds }
trial.texture.guidance { objective = bridge, bridge.source = "{prompt}", pixel-clip = 1 }
trial.texture.guidance { objective-switch = 10, second-objective = nfsd }
trial.texture.guidance { negative-prompt = ugly, negative-template = ugly }
trial.texture { steps = 20, latent-steps = 20 }
"""))
        .hasMessageContaining(
            "Invalid trial.geometry.guidance.objective-switch: 200 (expected below geometry.steps,"
                + " which is 200)")
        .hasMessageContaining(
            "Invalid trial.geometry.guidance.second-objective: sds (expected another than"
                + " guidance.objective)")
        .hasMessageContaining(
            "Invalid trial.texture.guidance.bridge.source: {prompt} (expected another text than the"
                + " prompt alone)")
        .hasMessageContaining(
            "Invalid trial.texture.guidance.negative-template: ugly (expected another text than"
                + " texture.guidance.negative-prompt)")
        .hasMessageContaining(
            "Invalid trial.texture.guidance.pixel-clip: 1 (expected 0 with texture.latent-steps ="
                + " texture.steps, which encode no render)");
  }

  @Test
  void anyKeyOfTheTrialMayBeAnAxis() {
    for (Key<?> key : RecordKeys.TRIAL.schema().keys()) {
      String value = SampleValues.of(key.path());
      SweepConfig config =
          SweepConfig.parse(
              MINIMAL
                  + "models { depth-controlnet = d, texture-controlnet = t, normal-controlnet = n,"
                  + " landmark-controlnet = l, canny-controlnet = c }\n"
                  + "trial { geometry.coefficients = [1] }\n"
                  + "trial { %s }\n".formatted(SampleValues.gate(key.path()))
                  + "sweep.axes { \""
                  + key.path()
                  + "\" = ["
                  + value
                  + "] }");
      assertThat(config.sweep().axes().get(0).key()).isEqualTo(key.path());
      assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
    }
  }

  @Test
  void effectiveConfigurationReadsBackEqualAndIsTheSameText() {
    String one =
        MINIMAL
            + """
trial { guidance.scale = 30, geometry.guidance.scale = 25, views.texture.azimuth { min = -10, max = 20.5 } }
run.trial-time-limit = 1500ms
""";
    String other =
        """
run { trial-time-limit = "1.5s" }
output { uri = out/tiny }
trial { views.texture { azimuth = { max = 20.5, min = -10.0 } }, "geometry.guidance.scale" = 25.0 }
trial.guidance = { scale = 3e1, form = dreamfusion }
models { diffusion = models/demo }
sweep { prompts = [a head], name = "tiny" }
""";
    SweepConfig config = SweepConfig.parse(one);
    assertThat(SweepConfig.parse(other)).isEqualTo(config).hasSameHashCodeAs(config);
    assertThat(SweepConfig.parse(other).effectiveHocon())
        .isEqualTo(config.effectiveHocon())
        .isEqualTo(config.toString());
    assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
    assertThat(config.effectiveHocon())
        .contains(
            "    geometry {\n      preset = paper\n    }\n    texture {\n      preset = code-texture\n")
        .contains("azimuth = { min = -10, max = 20.5 }")
        .contains("trial-time-limit = 1500ms");
  }

  @Test
  void generalGuidanceStillActsAfterARoundTrip() {
    SweepConfig config = SweepConfig.parse(MINIMAL + "trial.geometry.guidance.scale = 25");
    SweepConfig again =
        SweepConfig.parse(config.effectiveHocon(), "again", List.of("trial.guidance.scale=50"));
    assertThat(first(again).texture().guidance().scale()).isEqualTo(50);
    assertThat(first(again).geometry().guidance().scale()).isEqualTo(25);
  }

  @Test
  void secretsAreKeptForSparkAndShownNowhere() {
    SweepConfig config =
        SweepConfig.parse(
            MINIMAL
                + """
                  spark.conf {
                    "spark.hadoop.fs.s3a.secret.key" = hunter2
                    "spark.hadoop.fs.s3a.access.key" = hunter2
                    "spark.hadoop.fs.s3a.session.token" = hunter2
                    "spark.hadoop.fs.azure.account.key.x.net" = hunter2
                    "spark.ssl.keyPassword" = hunter2
                    "spark.hadoop.fs.s3a.aws.credentials.provider" = a.b.Provider
                  }
                  """);
    assertThat(config.spark().conf()).containsEntry("spark.hadoop.fs.s3a.secret.key", "hunter2");
    assertThat(config.effectiveHocon())
        .doesNotContain("hunter2")
        .contains("\"spark.hadoop.fs.s3a.secret.key\" = \"(hidden)\"")
        .contains("\"spark.hadoop.fs.s3a.aws.credentials.provider\" = \"a.b.Provider\"");
    assertThat(config.spark().toString()).doesNotContain("hunter2");
  }

  /** By name or not: only what is known to hold no secret is written. */
  @Test
  void valuesOfUnknownSettingsAreHidden() {
    SweepConfig config =
        SweepConfig.parse(
            MINIMAL
                + """
spark.conf {
  "fs.s3a.encryption.key" = hunter2
  "fs.s3a.server-side-encryption.key" = hunter2
  "fs.gs.auth.service.account.private.key" = hunter2
  "fs.azure.sas.container.account.blob.core.windows.net" = hunter2
  "spark.executorEnv.MY_API_KEY" = hunter2
  "spark.executorEnv.DB_PWD" = hunter2
  "spark.yarn.appMasterEnv.ANYTHING" = hunter2
  "spark.executor.extraJavaOptions" = "-Djavax.net.ssl.trustStorePassword=hunter2"
  "spark.driver.extraJavaOptions" = "-Xss4m"
  "fs.s3a.endpoint" = "http://user:hunter2@host:9000"
  "fs.s3a.bucket.mine.endpoint" = "http://host:9000"
  "spark.executor.memory" = 4g
  "spark.task.cpus" = 1
  "my.own.setting" = hunter2
}
""");
    String text = config.effectiveHocon();
    assertThat(text + config.spark()).doesNotContain("hunter2");
    assertThat(text)
        .contains("\"spark.executor.memory\" = \"4g\"")
        .contains("\"spark.task.cpus\" = \"1\"")
        .contains("\"spark.driver.extraJavaOptions\" = \"-Xss4m\"")
        .contains("\"fs.s3a.endpoint\" = \"http://(hidden)@host:9000\"")
        .contains("\"fs.s3a.bucket.mine.endpoint\" = \"http://host:9000\"")
        .contains("\"my.own.setting\" = \"(hidden)\"");
  }

  @Test
  void effectiveConfigurationIsHocon() {
    assertThat(
            ConfigFactory.parseString(SweepConfig.parse(MINIMAL).effectiveHocon())
                .getInt("trial.texture.steps"))
        .isEqualTo(400);
  }

  private static TrialSettings first(SweepConfig config) {
    return config.settings(config.combinations().iterator().next());
  }

  private static List<Combination> combinations(SweepConfig config) {
    List<Combination> combinations = new ArrayList<>();
    config.combinations().forEach(combinations::add);
    return combinations;
  }

  @Test
  void judgesHaveNamesAndReadBackEqual() {
    SweepConfig config =
        SweepConfig.parse(
            """
            sweep { name = s, prompts = [a] }
            models.diffusion = m
            output.uri = out
            metrics.clips { large = "clip, large" }
            metrics.scorers.id { file = "id.pt", size = 112, mean = [0.5, 0.5, 0.5] }
            metrics.scorers.id { std = [0.5, 0.5, 0.5], input = grey, better = lower }
            """);
    assertThat(config.metrics().clips()).containsExactly(Map.entry("large", "clip, large"));
    List<Double> halves = List.of(0.5, 0.5, 0.5);
    assertThat(config.metrics().scorers())
        .containsExactly(
            Map.entry(
                "id",
                new ScorerSettings(
                    "id.pt",
                    112,
                    halves,
                    halves,
                    ScorerSettings.Input.GREY,
                    ScorerSettings.Better.LOWER)));
    assertThat(config.metrics().judgeFiles()).containsExactly("clip, large", "id.pt");
    assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
  }
}
