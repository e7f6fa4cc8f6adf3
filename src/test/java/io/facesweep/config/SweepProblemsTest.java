package io.facesweep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of problem, by its whole message, with its line. */
class SweepProblemsTest {
  @Test
  void reportsEverythingAtOnceInTheOrderOfTheFile(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.conf"),
            """
            sweep {
              name = "a b"
              prompts = [one, one, ""]
              seeds = [1, 1, -2]
              axes {
                texture.depth-control = [true, false]
                texture.priors = [none]
                geometry = [1]
                guidance.scale = []
                texture.steps = [400, 100, 100, many]
              }
              exclude = [{ texture.steps = 7 }, {}, { texture.wrap = true }]
              baseline { texture.step = 400, texture.depth-control = maybe }
            }
            models { diffusion = [], dtype = float15, depth-control-net = x }
            run.trial-time-limit = 30
            trial = { guidance.t-min = 0.99, geometry.resolution = 100, texture = 5 }
            spark.conf { x = [1] }
            """);
    assertThat(messageOf(() -> SweepConfig.load(file, List.of())).replace(file.toString(), "FILE"))
        .isEqualTo(
            """
Cannot use configuration FILE: 26 problems
  FILE: Invalid output.uri: not set (expected a path, or a URI without credentials such as s3a://bucket/prefix)
  FILE:2: Invalid sweep.name: "a b" (expected up to 100 letters, digits, '.', '_' or '-', the first a letter or digit)
  FILE:3: Invalid sweep.prompts[1]: "one" (expected each value once)
  FILE:3: Invalid sweep.prompts[2]: "" (expected a text that is not blank)
  FILE:4: Invalid sweep.seeds[1]: 1 (expected each value once)
  FILE:4: Invalid sweep.seeds[2]: -2 (expected a whole number from 0 to 2^53)
  FILE:6: Invalid trial.texture.depth-control: true (expected false, or models.depth-controlnet to be set)
  FILE:7: Invalid key: sweep.axes.texture.priors (expected a key of the trial block or of models; nearest is sweep.axes.texture.prior)
  FILE:8: Invalid key: sweep.axes.geometry (expected a key of the trial block or of models; geometry is a block of keys)
  FILE:9: Invalid sweep.axes.guidance.scale: [] (expected a list of at least 1 value)
  FILE:10: Invalid sweep.axes.texture.steps[2]: 100 (expected each value once)
  FILE:10: Invalid sweep.axes.texture.steps[3]: "many" (expected a whole number from 1 to 1000000)
  FILE:10: Invalid trial.texture.latent-steps: 200 (expected at most texture.steps, which is 100; when texture.steps = 100)
  FILE:12: Invalid sweep.exclude[0].texture.steps: 7 (expected a level of that axis: 400, 100)
  FILE:12: Invalid sweep.exclude[1]: a block (expected a block of axis levels)
  FILE:12: Invalid key: sweep.exclude[2].texture.wrap (expected the key of an axis)
  FILE:13: Invalid sweep.baseline.texture.depth-control: "maybe" (expected a level of that axis: true, false)
  FILE:13: Invalid key: sweep.baseline.texture.step (expected a key of the trial block or of models; nearest is sweep.baseline.texture.steps)
  FILE:15: Invalid key: models.depth-control-net (expected a known key; nearest is models.depth-controlnet)
  FILE:15: Invalid models.diffusion: [] (expected a path, or a URI without credentials)
  FILE:15: Invalid models.dtype: "float15" (expected one of auto, float32, float16, bfloat16; nearest is float16)
  FILE:16: Invalid run.trial-time-limit: 30 (expected a time such as "30 minutes" or "2h", up to 365 days, or none)
  FILE:17: Invalid trial.geometry.resolution: 100 (expected a multiple of 8 from 8 to 4096)
  FILE:17: Invalid trial.texture: 5 (expected a block)
  FILE:17: Invalid trial.guidance.t-min: 0.99 (expected below guidance.t-max, which is 0.98)
  FILE:18: Invalid spark.conf.x: (hidden) (expected a text)""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "trial.guidence.scale = 5 | Invalid key: trial.guidence (expected a known key; nearest is"
            + " trial.guidance)",
        "trial.depth-control = true | Invalid key: trial.depth-control (expected a known key;"
            + " nearest is trial.geometry.depth-control)",
        "zzzzqqqq = 1 | Invalid key: zzzzqqqq (expected a known key)",
        "trial.texture.prior = cany | Invalid trial.texture.prior: \"cany\" (expected one of none,"
            + " canny-controlnet, texture-unet)",
        "trial.phases = texture-onyl | Invalid trial.phases: \"texture-onyl\" (expected one of"
            + " decoupled, joint, geometry-only, texture-only; nearest is texture-only)",
        "trial.geometry.steps = 2.5 | Invalid trial.geometry.steps: 2.5 (expected a whole number"
            + " from 1 to 1000000)",
        "trial.geometry.steps = [1] | Invalid trial.geometry.steps: [1] (expected a whole number"
            + " from 1 to 1000000)",
        "trial.geometry.steps = { a = 1 } | Invalid trial.geometry.steps: a block (expected a whole"
            + " number from 1 to 1000000)",
        "trial.guidance.scale = hundred | Invalid trial.guidance.scale: \"hundred\" (expected a"
            + " number from 0 to 10000)",
        "trial.guidance.scale = -1 | Invalid trial.guidance.scale: -1 (expected a number from 0 to"
            + " 10000)",
        "trial.texture.wrap = 1 | Invalid trial.texture.wrap: 1 (expected true or false)",
        "trial.guidance = 5 | Invalid trial.guidance: 5 (expected a block)",
        "trial = 5 | Invalid trial: 5 (expected a block)",
        "models.face = [] | Invalid models.face: [] (expected a path, or a URI without"
            + " credentials)",
        "models.face = \"s3a://KEY:SEC/RET@bucket/face.npz\" | Invalid models.face:"
            + " \"s3a://(hidden)@bucket/face.npz\" (expected a path, or a URI without credentials)",
        "models.clip = \"ict:s3a://KEY@bucket\" | Invalid models.clip:"
            + " \"ict:s3a://(hidden)@bucket\" (expected a path, or a URI without credentials)",
        "trial.texture.init-texture = \"https://user:pw@host/x.png\" | Invalid"
            + " trial.texture.init-texture: \"https://(hidden)@host/x.png\" (expected a path, or a"
            + " URI without credentials)",
        "output.uri = \"s3a://KEY:SEC/RET@bucket/x\" | Invalid output.uri:"
            + " \"s3a://(hidden)@bucket/x\" (expected a path, or a URI without credentials such as"
            + " s3a://bucket/prefix)",
        "spark.conf { \"my.own.setting\" = [hunter2] } | Invalid spark.conf.my.own.setting: (hidden)"
            + " (expected a text)",
        "trial.views.texture.azimuth = { min = 5, max = 4 } | Invalid trial.views.texture.azimuth:"
            + " a block (expected a list of numbers, or { min = ..., max = ... } with min <= max,"
            + " from -360 to 360)",
        "trial.geometry.light.presets = [1, 16] | Invalid trial.geometry.light.presets[1]: 16"
            + " (expected a whole number from 0 to 15)",
        "sweep.prompt-template = nothing | Invalid sweep.prompt-template: \"nothing\" (expected a"
            + " text with {prompt})",
        "spark.trials-per-task = 0 | Invalid spark.trials-per-task: 0 (expected a whole number from"
            + " 1 to 4096, or auto)",
        "run.trial-time-limit = 30 | Invalid run.trial-time-limit: 30 (expected a time such as \"30"
            + " minutes\" or \"2h\", up to 365 days, or none)",
        "run.trial-time-limit = 30 parsecs | Invalid run.trial-time-limit: \"30 parsecs\" (expected"
            + " a time such as \"30 minutes\" or \"2h\", up to 365 days, or none)",
        "output.uri = \"s3://bucket/x\" | Invalid output.uri: \"s3://bucket/x\" (expected a path,"
            + " or a URI without credentials such as s3a://bucket/prefix)",
        "output.uri = \"s3a://key:secret@bucket/x\" | Invalid output.uri:"
            + " \"s3a://(hidden)@bucket/x\" (expected a path, or a URI without credentials such as"
            + " s3a://bucket/prefix)",
        "spark.conf { \"a.secret.key\" = [hunter2] } | Invalid spark.conf.a.secret.key: (hidden)"
            + " (expected a text)",
        "trial.texture.latent-steps = 500 | Invalid trial.texture.latent-steps: 500 (expected at"
            + " most texture.steps, which is 400)",
        "trial.phases = texture-only | Invalid trial.geometry.coefficients: [] (expected the"
            + " shape's coefficients with phases = texture-only, [0] for the mean face)",
        "trial.guidance.t-min = 0.99 | Invalid trial.guidance.t-min: 0.99 (expected below"
            + " guidance.t-max, which is 0.98)",
        "trial.texture.guidance.t-max = 0.01 | Invalid trial.guidance.t-min: 0.02 (expected below"
            + " texture.guidance.t-max, which is 0.01)",
        "trial.guidance { timestep = dreamtime, dreamtime.m2 = 900 } | Invalid"
            + " trial.guidance.dreamtime.m2: 900 (expected below guidance.dreamtime.m1, which is"
            + " 800)",
        "trial.geometry.optimizer.betas = [0.1, 0.2, 0.3] | Invalid trial.geometry.optimizer.betas:"
            + " [0.1, 0.2, 0.3] (expected 2 values for adam)",
        "trial.views.geometry { preset = custom, azimuth = [0] } | Invalid"
            + " trial.views.geometry.elevation: not set (expected a list of numbers, or { min ="
            + " ..., max = ... } with min <= max, from -90 to 90, with preset = custom)",
        "trial.texture.depth-control = true | Invalid trial.texture.depth-control: true (expected"
            + " false, or models.depth-controlnet to be set)",
        "trial.texture.prior = canny | Invalid trial.texture.prior: canny-controlnet (expected"
            + " another prior, or models.texture-controlnet to be set)",
        "trial.texture.prior = texture-unet | Invalid trial.texture.prior: texture-unet (expected"
            + " another prior, or models.texture-unet to be set)",
        "models.texture-unet = x, trial.texture { prior = texture-unet, prior-yuv = true } |"
            + " Invalid trial.texture.prior-yuv: true (expected false, or models.texture-unet-yuv"
            + " to be set)",
        "models.texture-controlnet = x, trial.texture { prior = canny, prior-yuv = true } | Invalid"
            + " trial.texture.prior-yuv: true (expected false unless texture.prior = texture-unet)",
        "models.texture-controlnet = x, trial.texture { prior = canny, prior-schedule = log,"
            + " prior-weight = 0 } | Invalid trial.texture.prior-weight: 0 (expected above 0 with"
            + " texture.prior-schedule = log)",
        "trial.geometry.resolution = 100 | Invalid trial.geometry.resolution: 100 (expected a"
            + " multiple of 8 from 8 to 4096)",
        "sweep.axes.texture.step = [1] | Invalid key: sweep.axes.texture.step (expected a key of"
            + " the trial block or of models; nearest is sweep.axes.texture.steps)",
        "sweep.axes.texture = [1] | Invalid key: sweep.axes.texture (expected a key of the trial"
            + " block or of models; texture is a block of keys)",
        "sweep.axes.texture.steps = 5 | Invalid sweep.axes.texture.steps: 5 (expected a list of at"
            + " least 1 value)",
        "sweep.axes.texture.steps = [] | Invalid sweep.axes.texture.steps: [] (expected a list of"
            + " at least 1 value)",
        "sweep.axes.texture.steps = [400, 4e2] | Invalid sweep.axes.texture.steps[1]: 400 (expected"
            + " each value once)",
        "sweep.axes.texture.steps = [400, many] | Invalid sweep.axes.texture.steps[1]: \"many\""
            + " (expected a whole number from 1 to 1000000)",
        "sweep.axes { texture.steps = [400], \"texture.steps\" = [500] } | Invalid key:"
            + " sweep.axes.texture.steps (expected once, is given twice)",
        "trial { texture.steps = 400, \"texture.steps\" = 500 } | Invalid key: trial.texture.steps"
            + " (expected once, is given twice)",
        "sweep.axes { texture.steps = [400] }, sweep.baseline { texture.steps = 500 } | Invalid"
            + " sweep.baseline.texture.steps: 500 (expected a level of that axis: 400)",
        "sweep.axes { texture.steps = [400] }, sweep.baseline { texture.wrap = true } | Invalid"
            + " key: sweep.baseline.texture.wrap (expected the key of an axis)",
        "sweep.axes { texture.steps = [400] }, sweep.exclude = [{ texture.steps = 400 }] | Invalid"
            + " sweep.exclude: every combination (expected at least 1 combination to be left)",
        "sweep.design = fractional, sweep.axes { texture.steps = [400, 500, 600] } | Invalid"
            + " sweep.design: fractional (expected axes of 2 levels each, and texture.steps has 3)",
        "sweep.design = one-factor, sweep.axes { texture.steps = [400] } | Invalid"
            + " sweep.axes.texture.steps: [400] (expected at least 2 levels where sweep.design ="
            + " one-factor)",
        "sweep.design = leave-one-out | Invalid sweep.design: leave-one-out (expected full where"
            + " there are no axes)",
        "sweep.design = half | Invalid sweep.design: \"half\" (expected one of full, one-factor,"
            + " leave-one-out, fractional)",
        "sweep.design = fractional, sweep.axes { texture.steps = [400, 500], view-dependent-prompts"
            + " = [true, false], texture.wrap = [true, false] }, sweep.exclude = [{ texture.steps ="
            + " 400 }] | Invalid sweep.exclude: 1 combinations (expected none where sweep.design ="
            + " fractional, whose balance they would break)",
        "trial.texture.background.color = [1, 0] | Invalid trial.texture.background.color: [1, 0]"
            + " (expected [red, green, blue] or [])",
        "trial.geometry.background.color = [1, 0, 2] | Invalid"
            + " trial.geometry.background.color[2]: 2 (expected a number from 0 to 1)",
        "trial.texture.background { mode = black, color = [1, 0, 0] } | Invalid"
            + " trial.texture.background.color: [1, 0, 0] (expected no value, for no trial uses it;"
            + " it counts where texture.background.mode = fixed)",
        "trial.texture { parameter = rgb, latent-steps = 100 } | Invalid trial.texture.latent-steps:"
            + " 100 (expected no value, for no trial uses it; it counts where texture.parameter ="
            + " latent)",
        "trial.texture { parameter = rgb, latent-background = zero } | Invalid"
            + " trial.texture.latent-background: zero (expected no value, for no trial uses it; it"
            + " counts where texture.parameter = latent)",
        "sweep.axes.texture.latent-steps = [1, 2], trial.texture.parameter = rgb | Invalid"
            + " sweep.axes.texture.latent-steps: [1, 2] (expected levels that change something; it"
            + " does not count with texture.parameter = rgb)",
        "analysis.equivalence.clip_score = 0 | Invalid analysis.equivalence.clip_score: 0 (expected"
            + " a number above 0)",
        "analysis.equivalence = 0.1 | Invalid analysis.equivalence: 0.1 (expected a block)",
        "metrics.clips.clip = a | Invalid name in metrics.clips: clip (expected another: it is"
            + " models.clip's)",
        "metrics.clips.a = [] | Invalid metrics.clips.a: [] (expected a path, or a URI without"
            + " credentials)",
        "metrics.clips.Large = a | Invalid name in metrics.clips: Large (expected up to 40"
            + " lower-case letters, digits or '_', the first a letter: it is a part of columns)",
        "metrics.scorers.a = net.pt | Invalid metrics.scorers.a: \"net.pt\" (expected a block with"
            + " file and size)",
        "metrics.scorers.a.file = net.pt | Invalid metrics.scorers.a.size: not set (expected a whole"
            + " number from 8 to 2048)",
        "metrics.scorers.a { file = f, size = 8, mean = [1] } | Invalid metrics.scorers.a.mean: 1"
            + " numbers (expected 3, one a channel)",
        "metrics.scorers.a { file = f, size = 8, sise = 8 } | Invalid key: metrics.scorers.a.sise"
            + " (expected a known key; nearest is metrics.scorers.a.size)",
        "metrics.scorers.a { file = f, size = 8, std = [1, 0, 1] } | Invalid"
            + " metrics.scorers.a.std[1]: 0 (expected a number above 0, up to 1000)",
        "analysis.confirmatory = [a, a] | Invalid analysis.confirmatory[1]: \"a\" (expected each"
            + " value once)",
        "run.stop-when = decided | Invalid run.stop-when: decided (expected none, or measures in"
            + " analysis.confirmatory, which are then to be decided)",
        "analysis.contrasts = none | Invalid analysis.contrasts: \"none\" (expected one of baseline,"
            + " all)",
        "sweep.exclude = [5] | Invalid sweep.exclude[0]: 5 (expected a block of axis levels)",
        "sweep.axes { texture.steps = [300, 100] }, trial.texture.latent-steps = 150 | Invalid"
            + " trial.texture.latent-steps: 150 (expected at most texture.steps, which is 100; when"
            + " texture.steps = 100)",
        "trial.views { front-angle = 100, back-angle = 90 } | Invalid trial.views.front-angle: 100"
            + " (expected at most views.back-angle, which is 90)",
        "trial.views { conditioning = perp-neg, geometry.azimuth = [0, 360] } | Invalid"
            + " trial.views.conditioning: perp-neg (expected none, suffix or interpolated, as"
            + " views.geometry.azimuth has one view and perp-neg leaves out others)",
        "trial.views { conditioning = perp-neg, texture.azimuth = { min = 7, max = 7 } } | Invalid"
            + " trial.views.conditioning: perp-neg (expected none, suffix or interpolated, as"
            + " views.texture.azimuth has one view and perp-neg leaves out others)",
        "trial { views.conditioning = perp-neg, texture.guidance.objective = sdi } | Invalid"
            + " trial.texture.guidance.objective: sdi (expected sds, csd, nfsd, ism or asd with"
            + " views.conditioning = perp-neg)",
        "trial { views.conditioning = perp-neg, geometry.guidance.objective-switch = 9 } | Invalid"
            + " trial.guidance.second-objective: bridge (expected sds, csd, nfsd, ism or asd with"
            + " views.conditioning = perp-neg)",
        "trial { views.conditioning = perp-neg, geometry.guidance.negative-prompt = ugly } | Invalid"
            + " trial.geometry.guidance.negative-prompt: ugly (expected an empty text with"
            + " views.conditioning = perp-neg)",
        "trial { views.conditioning = perp-neg, texture.guidance.rescale = 0.5 } | Invalid"
            + " trial.texture.guidance.rescale: 0.5 (expected 0 with views.conditioning ="
            + " perp-neg)",
        "trial.views { conditioning = interpolated, front-angle = 30 } | Invalid"
            + " trial.views.front-angle: 30 (expected no value, for no trial uses it; it counts"
            + " where views.conditioning = suffix and view-dependent-prompts = true)",
        "trial.views.perp-neg-weight = 2 | Invalid trial.views.perp-neg-weight: 2 (expected no"
            + " value, for no trial uses it; it counts where views.conditioning = perp-neg and"
            + " view-dependent-prompts = true)",
        "trial.views { conditioning = none, words = from-the-view } | Invalid trial.views.words:"
            + " from-the-view (expected no value, for no trial uses it; it counts where"
            + " views.conditioning != none and view-dependent-prompts = true)",
        "trial { view-dependent-prompts = false, views.conditioning = perp-neg } | Invalid"
            + " trial.views.conditioning: perp-neg (expected no value, for no trial uses it; it"
            + " counts where view-dependent-prompts = true)",
        "sweep.axes.views.conditioning = [none, suffix], trial.view-dependent-prompts = false |"
            + " Invalid sweep.axes.views.conditioning: [none, suffix] (expected levels that change"
            + " something; it does not count with view-dependent-prompts = false)",
        "trial.geometry.control.landmarks.on = true | Invalid trial.geometry.control.landmarks.on:"
            + " true (expected false, or models.landmark-controlnet to be set)",
        "models.canny-controlnet = x, trial.texture.control.canny { on = true, low = 200 } | Invalid"
            + " trial.texture.control.canny.low: 200 (expected at most texture.control.canny.high,"
            + " which is 100)",
        "models.depth-controlnet = x, trial.geometry { depth-control = true, depth-end = 200 } |"
            + " Invalid trial.geometry.depth-end: 200 (expected below the phase's steps, which are"
            + " 200)",
        "trial { phases = joint, texture.light.mode = ambient } | Invalid trial.texture.light.mode:"
            + " ambient (expected presets with phases = joint, since without shading the geometry is"
            + " not seen)",
        "sweep.axes.guidance.scale = [5, 50], trial { geometry.guidance.scale = 9,"
            + " texture.guidance.scale = 9 } | Invalid sweep.axes.guidance.scale: [5, 50] (expected"
            + " levels that change something; what counts is geometry.guidance.scale and"
            + " texture.guidance.scale)",
        "sweep.axes.texture.prior-weight = [1, 2] | Invalid sweep.axes.texture.prior-weight: [1, 2]"
            + " (expected levels that change something; it does not count with texture.prior ="
            + " none)",
        "sweep.axes.texture.steps = [300, 400], trial.phases = geometry-only | Invalid"
            + " sweep.axes.texture.steps: [300, 400] (expected levels that change something; it does"
            + " not count with phases = geometry-only)",
        "sweep.axes.views.texture.preset = [paper, full-turn], trial.views.texture { elevation = 0,"
            + " azimuth = 0, distance-offset = 0 } | Invalid sweep.axes.views.texture.preset:"
            + " [paper, full-turn] (expected levels that change something; what counts is"
            + " views.texture.elevation and views.texture.azimuth and"
            + " views.texture.distance-offset)",
        "sweep.axes.run.share-stages = [true, false] | Invalid key: sweep.axes.run (expected a key"
            + " of the trial block or of models; what is outside them does not vary)",
        "sweep.axes.models.texture-unet = [a, b] | Invalid sweep.axes.models.texture-unet: [a, b]"
            + " (expected levels that change something; no trial computes with this model)",
        "sweep.axes.models.geometry-diffusion = [a, b], trial { phases = joint } | Invalid"
            + " sweep.axes.models.geometry-diffusion: [a, b] (expected levels that change"
            + " something; no trial computes with this model)",
        "sweep.axes.diffusion = [a, b] | Invalid key: sweep.axes.diffusion (expected a key of the"
            + " trial block or of models; nearest is sweep.axes.models.diffusion)",
        "texture.steps = 5 | Invalid key: texture (expected a known key; nearest is trial.texture)",
        "sweep.axes { texture.prior = [none, canny], texture.wrap = [true, false] } | Invalid"
            + " trial.texture.prior: canny-controlnet (expected another prior, or"
            + " models.texture-controlnet to be set)",
      })
  void namesLineKeyValueAndWhatIsAllowed(String line, String message) {
    String text = SweepConfigTest.MINIMAL + "# a comment\n\n" + line;
    assertThat(messageOf(() -> SweepConfig.parse(text, "my.conf", List.of())))
        .isEqualTo("Cannot use configuration my.conf: 1 problem\n  my.conf:6: " + message);
  }

  /** Edges that are made from it count, even where latents start elsewhere. */
  @Test
  void anImageThatOthersAreMadeFromChangesTrials() {
    String sweep =
        """
        models.texture-controlnet = c
        trial.texture { prior = canny-controlnet, init = noise }
        sweep.axes.texture.init-texture = [a.png, b.png]
        """;
    assertThat(SweepConfig.parse(SweepConfigTest.MINIMAL + sweep).combinations()).hasSize(2);
    assertThat(
            messageOf(
                () ->
                    SweepConfig.parse(
                        SweepConfigTest.MINIMAL + sweep + "trial.texture.prior-edges = e.png")))
        .contains("expected levels that change something; it does not count with texture.init");
  }

  @Test
  void combinationsThatAreExcludedNeedNotWork() {
    String axes = "sweep.axes { texture.steps = [300, 100], texture.latent-steps = [0, 200] }\n";
    assertThat(messageOf(() -> SweepConfig.parse(SweepConfigTest.MINIMAL + axes)))
        .isEqualTo(
            "Cannot use configuration configuration: 1 problem\n"
                + "  configuration:4: Invalid trial.texture.latent-steps: 200 (expected at most"
                + " texture.steps, which is 100; when texture.steps = 100)");
    String exclude = "sweep.exclude = [{ texture.steps = 100, texture.latent-steps = 200 }]";
    assertThat(SweepConfig.parse(SweepConfigTest.MINIMAL + axes + exclude).combinations())
        .hasSize(3);
  }

  @Test
  void requiredKeysAreNamed() {
    assertThat(messageOf(() -> SweepConfig.parse("")))
        .isEqualTo(
            """
Cannot use configuration configuration: 4 problems
  configuration: Invalid sweep.name: not set (expected up to 100 letters, digits, '.', '_' or '-', the first a letter or digit)
  configuration: Invalid sweep.prompts: not set (expected a list of at least 1, distinct, each a text that is not blank)
  configuration: Invalid models.diffusion: not set (expected a path, or a URI without credentials)
  configuration: Invalid output.uri: not set (expected a path, or a URI without credentials such as s3a://bucket/prefix)""");
  }

  @Test
  void overridesAreNamedAsThePlaceOfTheirProblems() {
    List<String> overrides =
        List.of("trial.texture.steps=-1", "trial.geometry.light.presets=[99]", "trial.nothing=1");
    assertThat(messageOf(() -> SweepConfig.parse(SweepConfigTest.MINIMAL, "x", overrides)))
        .isEqualTo(
            """
Cannot use configuration x: 3 problems
  -o trial.geometry.light.presets: Invalid trial.geometry.light.presets[0]: 99 (expected a whole number from 0 to 15)
  -o trial.nothing: Invalid key: trial.nothing (expected a known key)
  -o trial.texture.steps: Invalid trial.texture.steps: "-1" (expected a whole number from 1 to 1000000)""");
    List<String> unknown =
        List.of("trail.texture.steps=5", "spark=3", "trial.texture={ stepz = 1 }", "run.\"a.b\"=1");
    assertThat(messageOf(() -> SweepConfig.parse(SweepConfigTest.MINIMAL, "x", unknown)))
        .isEqualTo(
            """
Cannot use configuration x: 4 problems
  -o run."a.b": Invalid key: run.a.b (expected a known key; nearest is run.save)
  -o spark: Invalid spark: "3" (expected a block)
  -o trail.texture.steps: Invalid key: trail (expected a known key; nearest is trial)
  -o trial.texture: Invalid key: trial.texture.stepz (expected a known key; nearest is trial.texture.steps)""");
    assertThat(messageOf(() -> SweepConfig.parse(SweepConfigTest.MINIMAL, "x", List.of("steps"))))
        .isEqualTo("Invalid override: steps (expected key=value)");
    assertThat(messageOf(() -> SweepConfig.parse(SweepConfigTest.MINIMAL, "x", List.of("a..b=1"))))
        .startsWith("Cannot read configuration -o a..b: ");
  }

  @Test
  void tooManyTrialsAreRefusedBeforeTheyAreCounted() {
    String levels = IntStream.range(1, 1001).mapToObj(i -> "" + i).collect(Collectors.joining(","));
    String text =
        SweepConfigTest.MINIMAL
            + "sweep.axes { geometry.steps = [%s], guidance.scale = [%s], guidance.clip-norm = [%s] }"
                .formatted(levels, levels, levels);
    assertThat(messageOf(() -> SweepConfig.parse(text)))
        .isEqualTo(
            "Cannot use configuration configuration: 1 problem\n"
                + "  configuration:4: Invalid sweep.axes: 1000000000 x 1 trials (expected at most"
                + " 1000000)");
  }

  @Test
  void aHundredProblemsAreShown() {
    String keys =
        IntStream.range(0, 105).mapToObj(i -> "zzz" + i + " = 1\n").collect(Collectors.joining());
    assertThat(messageOf(() -> SweepConfig.parse(SweepConfigTest.MINIMAL + keys)))
        .startsWith("Cannot use configuration configuration: 105 problems\n")
        .endsWith("\n  and 5 more");
  }

  @Test
  void unreadableFilesAreNamed(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("none.conf");
    assertThatThrownBy(() -> SweepConfig.load(missing, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read configuration %s: there is no such file", missing);
    assertThatThrownBy(() -> SweepConfig.load(folder, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read configuration %s: it is not a file", folder);
    Path broken = Files.writeString(folder.resolve("broken.conf"), "a = {\nb = \n");
    assertThatThrownBy(() -> SweepConfig.load(broken, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read configuration %s: ".formatted(broken))
        .hasMessageContaining("3: ");
  }

  @Test
  void unresolvedSubstitutionsAreNamed() {
    assertThat(
            messageOf(
                () ->
                    SweepConfig.parse(
                        SweepConfigTest.MINIMAL + "models.clip = ${NO_SUCH_VARIABLE_X}")))
        .isEqualTo(
            "Cannot read configuration configuration: configuration: 4: Could not resolve"
                + " substitution to a value: ${NO_SUCH_VARIABLE_X}");
  }

  private static String messageOf(Runnable call) {
    return String.valueOf(catchThrowableOfType(UserException.class, call::run).getMessage());
  }
}
