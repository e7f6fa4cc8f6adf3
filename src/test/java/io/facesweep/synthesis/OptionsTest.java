package io.facesweep.synthesis;

import static io.facesweep.synthesis.OptionCase.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SettingsReference;
import io.facesweep.face.FaceModel;
import io.facesweep.guidance.Guidance;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every option changes what it should, and only that: of what the denoiser is asked in the first
 * step (its aspects), and of the result.
 */
class OptionsTest {
  private static final FaceModel BALL = Toys.ball();
  private static final String GEOMETRY = "phases = geometry-only, geometry.steps = 2\n";

  private static final String SAMPLE = "guidance.posterior = sample\n";
  private static final String AHEAD = "views.geometry.azimuth = [120]\n";
  private static final String DEPTH = GEOMETRY + "geometry.depth-control = true\n";
  private static final String BEHIND = "views.geometry.azimuth = [160]\n";
  private static final String SEVERAL = "views.geometry.azimuth = [-160, 160]\n";

  // With the default eps an Adam step does not depend on the gradient's scale, but for rounding.
  private static final String TEXTURE =
      "phases = texture-only, geometry.coefficients = [0], texture { steps = 2, latent-steps = 1,"
          + " init = fixed-texture, optimizer.eps = 1 }\n"
          + "guidance.scale = 1\n";
  private static final String IMAGE = TEXTURE + "texture.latent-steps = 0\n";

  private static final String WHITE = "views.background = 1\n";
  private static final String TEXELS =
      IMAGE + "texture { parameter = rgb, prior = texture-unet }\n";

  /** Keys with a test of their own, and which that is. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("phases", "ToyTest and BatchTest, for each"),
          Map.entry("guidance.non-finite-limit", "BatchTest"),
          Map.entry(
              "geometry.guidance.non-finite-limit", "BatchTest, by guidance.non-finite-limit"),
          Map.entry("texture.guidance.non-finite-limit", "BatchTest, by guidance.non-finite-limit"),
          Map.entry("texture.resolution", "textureHasItsOwnResolution"),
          Map.entry("texture.parameter", "TexelsTest"),
          Map.entry("texture.init-texture", "imagesAreTakenFromFiles"),
          Map.entry("texture.prior-edges", "imagesAreTakenFromFiles"),
          Map.entry("guidance.objective-switch", "anotherObjectiveTakesOverAtItsStep"),
          Map.entry("guidance.second-objective", "anotherObjectiveTakesOverAtItsStep"),
          Map.entry("geometry.depth-end", "ControlsTest"),
          Map.entry("geometry.control.normal.end", "ControlsTest"),
          Map.entry("geometry.control.landmarks.end", "ControlsTest"),
          Map.entry("geometry.control.canny.end", "ControlsTest"),
          Map.entry("geometry.control.canny.low", "ControlsTest"),
          Map.entry("geometry.control.canny.high", "ControlsTest"),
          Map.entry("texture.depth-end", "ControlsTest"),
          Map.entry("texture.control.normal.end", "ControlsTest"),
          Map.entry("texture.control.landmarks.end", "ControlsTest"),
          Map.entry("texture.control.canny.end", "ControlsTest"),
          Map.entry("texture.control.canny.low", "ControlsTest"),
          Map.entry("texture.control.canny.high", "ControlsTest"),
          Map.entry("guidance.t-max-end", "SchedulesTest"),
          Map.entry("guidance.jitter", "SchedulesTest"),
          Map.entry("guidance.csd.negative-weight-end", "theNegativeWeightOfCsdMovesOverTheSteps"),
          Map.entry("geometry.guidance.objective-switch", "anotherObjectiveTakesOverAtItsStep"),
          Map.entry("geometry.guidance.second-objective", "anotherObjectiveTakesOverAtItsStep"),
          Map.entry("geometry.guidance.t-max-end", "SchedulesTest"),
          Map.entry("geometry.guidance.jitter", "SchedulesTest"),
          Map.entry(
              "geometry.guidance.csd.negative-weight-end",
              "theNegativeWeightOfCsdMovesOverTheSteps"),
          Map.entry("texture.guidance.objective-switch", "anotherObjectiveTakesOverAtItsStep"),
          Map.entry("texture.guidance.second-objective", "anotherObjectiveTakesOverAtItsStep"),
          Map.entry("texture.guidance.t-max-end", "SchedulesTest"),
          Map.entry("texture.guidance.jitter", "SchedulesTest"),
          Map.entry(
              "texture.guidance.csd.negative-weight-end",
              "theNegativeWeightOfCsdMovesOverTheSteps"));

  private static List<OptionCase> geometryCases() {
    return List.of(
        of(GEOMETRY, "view-dependent-prompts = false", "text"),
        of(GEOMETRY, "geometry.steps = 3"),
        of(GEOMETRY, "geometry.l2-weight = 10"),
        of(GEOMETRY, "geometry.coefficient-limit = 0.01"),
        of(GEOMETRY, "geometry.coefficients = [1, 2]", "z"),
        of(GEOMETRY, "geometry.render = normal", "z"),
        of(GEOMETRY + "geometry.render = mix\n", "geometry.normal-probability = 0", "z"),
        of(GEOMETRY + AHEAD + "geometry.render = normal\n", "geometry.normal-frame = head", "z"),
        of(GEOMETRY + "geometry.render = normal\n", "geometry.normal-background = 0.5", "z"),
        of(GEOMETRY + AHEAD, "geometry.light.frame = head", "z"),
        of(GEOMETRY, "views.words = from-the-view", "text"),
        of(GEOMETRY + AHEAD, "views { front-angle = 130, back-angle = 140 }", "text"),
        of(GEOMETRY + AHEAD, "views.back-angle = 100", "text"),
        of(
            GEOMETRY + AHEAD + "views.geometry.elevation = [50]\n",
            "views.overhead-angle = 40",
            "text"),
        of(GEOMETRY, "geometry.depth-control = true", control("DEPTH")),
        of(DEPTH, "geometry.depth-scale = 0.5", "DEPTH_CONTROLNET scale"),
        of(DEPTH, "geometry.depth-convention = far-bright", "DEPTH_CONTROLNET image"),
        of(GEOMETRY + BEHIND, "views.conditioning = none", "text"),
        of(GEOMETRY + BEHIND, "views.conditioning = interpolated", "text"),
        of(GEOMETRY + SEVERAL, "views.conditioning = perp-neg", "loss", "text", "text 2", "text 3"),
        of(
            GEOMETRY + SEVERAL + "views.conditioning = perp-neg\n",
            "views.perp-neg-weight = 0.5",
            "loss"),
        of(GEOMETRY, "geometry.grey-albedo = 0.8", "z"),
        of(GEOMETRY, "geometry.resolution = 64", "z"),
        of(GEOMETRY, "geometry.encode-resolution = 64", "noise", "z"),
        of(GEOMETRY, "geometry.light.presets = [3]", "z"),
        of(GEOMETRY + WHITE, "geometry.background.mode = black", "z"),
        of(GEOMETRY, "geometry.background.mode = random", "z"),
        of(GEOMETRY, "geometry.background.color = [1, 0, 0]", "z"),
        of(GEOMETRY, "geometry.light.set = faceg2e", "z"),
        of(GEOMETRY, "geometry.light.intensity = 0.5", "z"),
        of(GEOMETRY, "geometry.light.mode = ambient", "z"),
        of(GEOMETRY, "geometry.optimizer.kind = adan"),
        of(GEOMETRY, "geometry.optimizer.learning-rate = 0.5"),
        of(GEOMETRY + "geometry.coefficients = [1]\n", "geometry.optimizer.weight-decay = 10"),
        of(GEOMETRY, "geometry.optimizer.betas = [0.5, 0.5]"),
        of(GEOMETRY, "geometry.optimizer.eps = 1"),
        of(GEOMETRY, "geometry.optimizer { decay-factor = 0.1, decay-every = 1 }"),
        of(GEOMETRY + "geometry.optimizer.eps = 1\n", "geometry.optimizer.max-grad-norm = 0.001"),
        of(GEOMETRY, "views.background = 0.3", "z"),
        of(GEOMETRY, "views.distance = 8", "z"),
        of(GEOMETRY, "views.fov = 15", "z"),
        of(GEOMETRY, "views.geometry.preset = code-geometry", "z"),
        of(GEOMETRY, "views.geometry.elevation = [20]", "z"),
        of(GEOMETRY, "views.geometry.azimuth = [200]", "text", "z"),
        of(GEOMETRY, "views.geometry.distance-offset = [2]", "z"));
  }

  /** What else ControlNets see in a phase. */
  private static List<OptionCase> controlCases(String base, String phase, String aside) {
    String block = phase + ".control.";
    List<OptionCase> cases = new ArrayList<>();
    for (String name : List.of("normal", "landmarks", "canny")) {
      String role = name.equals("landmarks") ? "LANDMARK" : name.toUpperCase(Locale.ROOT);
      String on = block + name + ".on = true";
      cases.add(of(base, on, control(role)));
      cases.add(of(base + on + "\n", block + name + ".scale = 0.5", role + "_CONTROLNET scale"));
    }
    cases.add(
        of(
            base + aside + block + "normal.on = true\n",
            block + "normal.frame = head",
            "NORMAL_CONTROLNET image"));
    return cases;
  }

  private static List<OptionCase> allControlCases() {
    return Stream.of(
            controlCases(GEOMETRY, "geometry", AHEAD),
            controlCases(TEXTURE, "texture", "views.texture.azimuth = [120]\n"))
        .flatMap(List::stream)
        .toList();
  }

  /** The aspects of a control that is turned on. */
  private static String[] control(String role) {
    return new String[] {role + "_CONTROLNET image", role + "_CONTROLNET scale"};
  }

  private static List<OptionCase> textureCases() {
    // Seen from the side, a texture does not stay symmetric.
    String side = TEXTURE + "views.texture.azimuth = [90]\n";
    String depth = TEXTURE + "texture.depth-control = true\n";
    String canny = TEXTURE + "texture.prior = canny\n";
    String unet = IMAGE + "texture.prior = texture-unet\n";
    String presets = IMAGE + "texture.light.mode = presets\n";
    String edges = "prior TEXTURE_CONTROLNET ";
    return List.of(
        of(TEXTURE, "geometry.coefficients = [2, 1, 2]", "z"),
        of(TEXTURE, "texture.steps = 3"),
        of(TEXTURE, "texture.init = zeros", "z"),
        of(TEXTURE, "texture.init = noise", "z"),
        of(TEXTURE, "texture.latent-steps = 2"),
        of(TEXTURE, "texture.render-resolution = 64", "noise", "z"),
        of(
            TEXTURE,
            "texture.depth-control = true",
            "DEPTH_CONTROLNET image",
            "DEPTH_CONTROLNET scale"),
        of(depth, "texture.depth-scale = 0.5", "DEPTH_CONTROLNET scale"),
        of(depth, "texture.depth-convention = far-bright", "DEPTH_CONTROLNET image"),
        of(TEXTURE, "texture.prior = canny", asked("prior", edges + "image", edges + "scale")),
        of(TEXTURE, "texture.prior = texture-unet", asked("prior")),
        of(canny, "texture.prior-prompt = pores", "prior text"),
        of(canny, "texture.prior-control-scale = 0.5", edges + "scale"),
        of(canny, "texture.prior-weight = 10"),
        of(canny, "texture.prior-guidance-scale = 2", "prior guidance"),
        of(canny, "texture.prior-schedule = linear"),
        of(canny + "texture.prior-schedule = log\n", "texture.prior-weight-start = 2"),
        of(unet + SAMPLE, "texture.prior-space = image", "prior z"),
        of(TEXTURE + "views.background = 0.5\n", "texture.latent-background = zero", "z"),
        of(TEXTURE + WHITE, "texture.background.mode = black", "z"),
        of(TEXTURE, "texture.background.mode = random", "z"),
        of(IMAGE, "texture.background.color = [1, 0, 0]", "z"),
        of(presets, "texture.light.set = faceg2e", "z"),
        of(IMAGE, "texture.encode-resolution = 64", "noise", "z"),
        of(presets + "views.texture.azimuth = [90]\n", "texture.light.frame = head", "z"),
        of(unet, "texture.prior-yuv = true", asked("yuv")),
        of(unet + "texture.prior-yuv = true\n", "texture.prior-yuv-weight = 10"),
        of(side, "texture.symmetry-weight = 100"),
        of(TEXTURE, "texture.smoothness-weight = 100"),
        of(TEXTURE + "texture.init = noise\n", "texture.wrap = true", "z"),
        of(IMAGE, "texture.light.mode = ambient", "z"),
        of(IMAGE, "texture.light.intensity = 0.5", "z"),
        of(presets, "texture.light.presets = [3]", "z"),
        of(IMAGE, "views.background = 0.5", "z"),
        of(TEXTURE, "views.background = 0.5", "z"),
        of(TEXTURE, "texture.optimizer.kind = adam"),
        of(TEXTURE, "texture.optimizer.learning-rate = 0.5"),
        of(TEXTURE, "texture.optimizer.weight-decay = 1"),
        of(TEXTURE, "texture.optimizer.betas = [0.5, 0.5]"),
        of(TEXTURE, "texture.optimizer.eps = 0.1"),
        of(TEXTURE, "texture.optimizer.max-grad-norm = 0.001"),
        of(TEXTURE, "texture.optimizer { decay-factor = 0.1, decay-every = 1 }"),
        of(TEXTURE, "views.texture.preset = paper", "z"),
        of(TEXTURE, "views.texture.elevation = [20]", "z"),
        of(TEXTURE, "views.texture.azimuth = [0]", "text", "z"),
        of(TEXTURE, "views.texture.distance-offset = [2]", "z"));
  }

  /**
   * DistillationResult distillation in one phase.
   *
   * @param base whose results depend on the gradient's scale, in image space
   * @param block {@code guidance}, or that of the phase alone
   */
  private static List<OptionCase> guidanceCases(String base, String block) {
    String dreamtime = base + block + ".timestep = dreamtime\n";
    return List.of(
        of(base, block + ".scale = 5", "guidance"),
        of(base, block + ".form = conditional", "guidance"),
        of(base, block + ".weighting = uniform", "guidance"),
        of(base, block + ".weighting = fantasia3d", "guidance"),
        of(base, block + ".timestep = linear", "timestep"),
        of(base, block + ".timestep = dreamtime", "timestep"),
        of(base, block + " { t-max = 0.1, t-min = 0.05 }", "timestep"),
        of(dreamtime, block + ".dreamtime.m1 = 600", "timestep"),
        of(dreamtime, block + ".dreamtime.m2 = 100", "timestep"),
        of(dreamtime, block + ".dreamtime.s1 = 50", "timestep"),
        of(dreamtime, block + ".dreamtime.s2 = 20", "timestep"),
        of(base, block + ".posterior = sample", "z"),
        of(base, block + ".negative-prompt = ugly", "negative"),
        of(base, block + ".clip-norm = 0.01"),
        of(base, block + ".clip-value = 0.001"),
        of(base + block + ".clip-value = 0.001\n", block + ".clip-value-end = 0.0001"),
        of(base, block + ".pixel-clip = 1e-5"),
        of(base, block + ".timestep = square-root", "timestep"),
        of(base, block + ".timestep = cosine", "timestep"),
        of(base, block + ".timestep = linear-open", "timestep"),
        of(base, block + ".rescale = 0.5", "guidance"));
  }

  /** What each objective is asked, and its own options. */
  private static List<OptionCase> objectiveCases(String base, String block) {
    List<OptionCase> cases = new ArrayList<>();
    cases.add(of(base, block + ".objective = csd", "loss", "text 2"));
    cases.add(of(base, block + ".objective = nfsd", "loss", "text 2"));
    cases.add(of(base, block + ".objective = bridge", "loss", "negative"));
    for (String name : List.of("ism", "sdi", "asd")) {
      cases.add(of(base, block + ".objective = " + name, "loss"));
    }
    for (String option :
        List.of(
            "csd.prompt-weight = 2",
            "csd.negative-weight = 0.5",
            "csd.null-weight = 1",
            "csd.noise-weight = 0.1",
            "nfsd.threshold = 0.3",
            "ism.interval = 100",
            "ism.stride = 100",
            "ism.inversion-steps = 2",
            "ism.controlled-inversion = false",
            "sdi.inversion-steps = 5",
            "sdi.inversion-scale = -1",
            "sdi.eta = 0",
            "sdi.remap = true",
            "asd.shift = 0.2",
            "asd.drawn = false")) {
      String name = option.substring(0, option.indexOf('.'));
      String own = "%s%s.objective = %s\n".formatted(base, block, name);
      cases.add(of(own, block + "." + option, "loss"));
    }
    String bridge = base + block + ".objective = bridge\n";
    cases.add(of(bridge, block + ".bridge.source = \"{prompt}, blurry\"", "negative"));
    String nfsd = base + block + ".objective = nfsd\n";
    cases.add(of(nfsd, block + ".negative-template = \"an ugly {prompt}\"", "text 2"));
    return cases;
  }

  private static List<OptionCase> allGuidanceCases() {
    String geometry =
        GEOMETRY + "geometry { l2-weight = 1, coefficients = [1], optimizer.eps = 1 }\n";
    return Stream.of(
            objectiveCases(geometry, "guidance"),
            objectiveCases(geometry, "geometry.guidance"),
            objectiveCases(IMAGE, "texture.guidance"),
            guidanceCases(geometry, "guidance"),
            guidanceCases(geometry, "geometry.guidance"),
            guidanceCases(IMAGE, "guidance"),
            guidanceCases(IMAGE, "texture.guidance"))
        .flatMap(List::stream)
        .toList();
  }

  /** All aspects of a denoiser that is asked in addition. */
  private static String[] asked(String by, String... more) {
    return Stream.concat(
            Stream.of("guidance", "loss", "negative", "noise", "text", "timestep", "z")
                .map(aspect -> by + " " + aspect),
            Stream.of(more))
        .toArray(String[]::new);
  }

  @TestFactory
  List<DynamicTest> geometryOptions() {
    return tests(geometryCases(), OptionCase::check);
  }

  @TestFactory
  List<DynamicTest> textureOptions() {
    return tests(textureCases(), OptionCase::check);
  }

  @TestFactory
  List<DynamicTest> guidanceOptions() {
    return tests(allGuidanceCases(), OptionCase::check);
  }

  @TestFactory
  List<DynamicTest> controlOptions() {
    return tests(allControlCases(), OptionCase::check);
  }

  @TestFactory
  List<DynamicTest> optionsThatThePhaseDoesNotUse() {
    return tests(
        List.of(
            of(GEOMETRY, "texture { prior = canny, depth-control = true, steps = 9 }"),
            of(GEOMETRY, "texture.guidance.scale = 3"),
            of(GEOMETRY, "views.texture.azimuth = [1]"),
            of(GEOMETRY, "geometry.normal-probability = 1"),
            of(GEOMETRY, "views.perp-neg-weight = 9"),
            of(
                GEOMETRY + "views.conditioning = interpolated\n",
                "views { front-angle = 130, back-angle = 140 }"),
            of(GEOMETRY + "views.conditioning = none\n", "view-dependent-prompts = false"),
            of(GEOMETRY + "view-dependent-prompts = false\n", "views.conditioning = none"),
            of(GEOMETRY + "view-dependent-prompts = false\n", "views.conditioning = interpolated"),
            of(GEOMETRY + "view-dependent-prompts = false\n", "views.words = from-the-view"),
            of(GEOMETRY, "guidance { csd.prompt-weight = 2, ism.interval = 9, sdi.eta = 0 }"),
            of(GEOMETRY, "guidance { negative-template = x, t-max-end = 0.3, jitter = 0.5 }"),
            of(GEOMETRY + "guidance.objective = csd\n", "guidance { csd.negative-weight-end = 0 }"),
            of(GEOMETRY, "guidance.dreamtime { m1 = 600, m2 = 100, s1 = 50, s2 = 20 }"),
            of(TEXTURE, "geometry { steps = 7, l2-weight = 3, guidance.scale = 3 }"),
            of(TEXTURE, "views.geometry.azimuth = [1]"),
            of(TEXTURE, "geometry { depth-control = true, control.normal.on = true }"),
            of(GEOMETRY, "texture.control { normal.on = true, landmarks.on = true }"),
            of(
                GEOMETRY,
                "geometry.control { normal.scale = 2, landmarks.end = 1, canny { low = 7, high = 9"
                    + " } }"),
            of(TEXTURE, "texture { prior-weight = 10, prior-prompt = x, depth-scale = 0.1 }"),
            of(
                TEXTURE,
                "texture { prior-yuv = true, prior-yuv-weight = 9, prior-control-scale = 2 }"),
            of(TEXTURE, "geometry.background.mode = random"),
            of(GEOMETRY, "texture { background.mode = random, parameter = rgb }"),
            of(
                GEOMETRY + "geometry.render = normal\n",
                "geometry.background { mode = random, color = [1, 0, 0] }"),
            of(
                TEXELS,
                "texture { latent-steps = 1, latent-background = zero, prior-space = image }"),
            of(TEXTURE + "texture.light.mode = ambient\n", "texture.light.presets = [3]"),
            of(TEXTURE, "texture.prior-weight-start = 1")),
        OptionCase::checkNothing);
  }

  @Test
  void everyKeyOfATrialHasACase() {
    Set<String> tested = new TreeSet<>(ELSEWHERE.keySet());
    Stream.of(geometryCases(), textureCases(), allControlCases(), allGuidanceCases())
        .flatMap(List::stream)
        .forEach(one -> tested.addAll(one.keys()));
    Set<String> keys = new TreeSet<>();
    for (SettingsReference.Entry entry : SettingsReference.entries()) {
      if (entry.key().startsWith("trial.")) {
        keys.add(entry.key().substring("trial.".length()));
      }
    }
    assertThat(tested).isEqualTo(keys);
  }

  @Test
  void anotherObjectiveTakesOverAtItsStep() {
    for (String block : List.of("guidance", "geometry.guidance")) {
      RecordingScoreModel model = new RecordingScoreModel();
      String settings =
          "phases = geometry-only, geometry.steps = 4, %s { objective-switch = 2, second-objective"
              + " = csd }";
      OptionCase.completed(
          Toys.models(model, new ToyCodec(1), BALL), Toys.trial("x", 1, settings.formatted(block)));
      List<Boolean> hasNegative =
          Stream.of(0, 1, 2, 3).map(call -> model.seen(call, 0).containsKey("text 2")).toList();
      assertThat(hasNegative).containsExactly(false, false, true, true);
    }
  }

  @Test
  void theNegativeWeightOfCsdMovesOverTheSteps() {
    RecordingScoreModel model = new RecordingScoreModel();
    OptionCase.completed(
        Toys.models(model, new ToyCodec(1), BALL),
        Toys.trial(
            "x",
            1,
            "phases = geometry-only, geometry.steps = 3, guidance { objective = csd,"
                + " csd.negative-weight-end = 0.5 }"));
    List<String> losses =
        Stream.of(0, 1, 2).map(call -> String.valueOf(model.seen(call, 0).get("loss"))).toList();
    assertThat(losses.get(0)).contains("negative=0.0");
    assertThat(losses.get(1)).contains("negative=0.25");
    assertThat(losses.get(2)).contains("negative=0.5");
  }

  @Test
  void aTexturePriorIsDistilledBySdsWhateverTheObjective() {
    OptionCase.Run run =
        OptionCase.run(
            IMAGE
                + "texture { prior = texture-unet, guidance { objective = csd, form = conditional }"
                + " }");
    assertThat(String.valueOf(run.asked().get("loss"))).startsWith("CsdLoss");
    assertThat(String.valueOf(run.asked().get("prior loss"))).startsWith("SdsLoss");
  }

  @Test
  void aWholeTrialTexturesTheGeometryThatItFound() {
    String settings = "geometry.steps = 3, texture { steps = 3, latent-steps = 1 }\n";
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new ToyCodec(1), BALL);
    TrialResult.Completed whole = OptionCase.completed(models, Toys.trial("x", 1, settings));
    float[] found = whole.geometry().coefficients();
    OptionCase.Run resumed =
        OptionCase.run(
            settings + "phases = texture-only, geometry.coefficients = " + Arrays.toString(found));
    assertThat(resumed.result()).containsExactly(Objects.requireNonNull(whole.texture()).latents());
  }

  @Test
  void textureHasItsOwnResolution() {
    OptionCase.Run small = OptionCase.run(IMAGE);
    OptionCase.Run large = OptionCase.run(IMAGE + "texture.resolution = 64");
    assertThat(large.result()).hasSize(4 * small.result().length);
    assertThat((List<?>) large.asked().get("z")).hasSize(4 * 32 * 32);
    assertThat(large.asked().get("noise")).isEqualTo(small.asked().get("noise"));
  }

  @Test
  void imagesAreTakenFromFiles(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("image.png");
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 32; x++) {
      image.setRGB(x, 4, 0xffffff);
    }
    ImageIO.write(image, "png", file.toFile());
    of(TEXTURE, "texture.init-texture = \"%s\"".formatted(file), "z").check();
    of(
            TEXTURE + "texture.prior = canny\n",
            "texture.prior-edges = \"%s\"".formatted(file),
            "prior TEXTURE_CONTROLNET image")
        .check();
  }

  @Test
  void textsBesideThePromptMayNameIt() {
    RecordingScoreModel model = new RecordingScoreModel();
    String settings =
        """
phases = texture-only, geometry.coefficients = [0], guidance.negative-prompt = "{prompt}, waxy"
texture { steps = 1, latent-steps = 1, init = noise, prior = canny, prior-prompt = "skin of {prompt}" }
""";
    OptionCase.completed(Toys.models(model, new ToyCodec(1), BALL), Toys.trial("x", 1, settings));
    assertThat(model.seen(0, 0)).containsEntry("negative", "a face, waxy");
    assertThat(model.seen(1, 0))
        .containsEntry("text", "skin of a face")
        .containsEntry("negative", "a face, waxy");
  }

  @Test
  void priorSeesItsOwnTextEdgesAndTheLatentItself() {
    RecordingScoreModel model = new RecordingScoreModel();
    String settings =
        """
        phases = texture-only, geometry.coefficients = [0]
        texture { steps = 1, latent-steps = 1, init = noise, prior = canny, prior-prompt = pores
                  prior-guidance-scale = 2, prior-control-scale = 0.7 }
        """;
    TrialSpec trial = Toys.trial("x", 1, settings);
    OptionCase.completed(Toys.models(model, new ToyCodec(1), BALL), trial);
    Map<String, Object> prior = model.seen(1, 0);
    assertThat(prior).containsEntry("text", "pores").containsEntry("TEXTURE_CONTROLNET scale", 0.7);
    assertThat(((Guidance) Objects.requireNonNull(prior.get("guidance"))).scale()).isEqualTo(2);
    assertThat(prior.get("timestep")).isEqualTo(model.seen(0, 0).get("timestep"));
    assertThat(prior.get("noise")).isNotEqualTo(model.seen(0, 0).get("noise"));
    assertThat(prior).doesNotContainKey("DEPTH_CONTROLNET scale");
    assertThat((List<?>) prior.get("z")).hasSize(4 * 32 * 32);
  }

  @Test
  void textureUnetsAreAskedInsteadOfTheDiffusionModel() {
    RecordingScoreModel diffusion = new RecordingScoreModel();
    RecordingScoreModel unet = new RecordingScoreModel();
    RecordingScoreModel twin = new RecordingScoreModel();
    SynthesisModels models = Toys.models(diffusion, unet, twin, BALL);
    TrialSpec trial =
        Toys.trial(
            "x",
            1,
            "phases = texture-only, geometry.coefficients = [0], texture { steps = 3, latent-steps"
                + " = 1, prior = texture-unet, prior-yuv = true }");
    TrialResult result =
        new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE).run(List.of(trial)).get(0);
    assertThat(diffusion.calls()).isEqualTo(3);
    assertThat(unet.calls()).isEqualTo(3);
    assertThat(twin.calls()).as("image-space steps only").isEqualTo(2);
    assertThat(unet.seen(0, 0))
        .containsEntry("text", "a diffuse texture map of a human face in UV space");
    assertThat(result.steps().get(0).terms()).doesNotContainKey("yuv-weight");
    assertThat(result.steps().get(1).terms()).containsKey("yuv-gradient-norm");
  }

  @Test
  void latentStepsRunNoVae() {
    CountingCodec codec = new CountingCodec();
    SynthesisModels models = Toys.models(new RecordingScoreModel(), codec, BALL);
    TrialSpec trial =
        Toys.trial(
            "x",
            1,
            "phases = texture-only, geometry.coefficients = [0], texture { steps = 5, latent-steps"
                + " = 3 }");
    new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE).run(List.of(trial));
    // One for the background's latent, and two image-space steps; one decode at the end.
    assertThat(codec.encodes).isEqualTo(1 + 2);
    assertThat(codec.decodes).isEqualTo(2 + 1);
  }

  @Test
  void eachTextIsEmbeddedOnce() {
    RecordingScoreModel model = new RecordingScoreModel();
    OptionCase.completed(
        Toys.models(model, new ToyCodec(1), BALL),
        Toys.trial("x", 1, "phases = geometry-only, geometry.steps = 20"));
    assertThat(model.texts())
        .containsExactlyInAnyOrder(
            "", "a face, front view", "a face, side view", "a face, back view");
  }

  private static List<DynamicTest> tests(List<OptionCase> cases, Consumer<OptionCase> check) {
    return cases.stream()
        .map(one -> DynamicTest.dynamicTest(one.option(), () -> check.accept(one)))
        .toList();
  }

  private static final class CountingCodec implements LatentCodec {
    private final ToyCodec codec = new ToyCodec(1);
    private int encodes;
    private int decodes;

    @Override
    public int factor() {
      return codec.factor();
    }

    @Override
    public Tensor encode(Tensor images, Tensor posteriorNoise) {
      encodes++;
      return codec.encode(images, posteriorNoise);
    }

    @Override
    public Tensor decode(Tensor latents) {
      decodes++;
      return codec.decode(latents);
    }
  }
}
