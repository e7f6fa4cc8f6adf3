package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialValues;
import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.ClipTextModel;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.ControlResiduals;
import io.facesweep.diffusion.LatentDistribution;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.render.Camera;
import io.facesweep.render.DepthOrder;
import io.facesweep.render.NormalSpace;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.Renderer;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.BatchKernels;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.SameBits;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On the CPU every net, the renderer and a step of every phase give an item the same bits alone and
 * in any batch. With {@code -Dgolden.dir} also for the families of checkpoints there.
 */
class BatchIndependenceTest {
  private static LoadedModels loaded;

  private BatchKernels.Scope kernels;

  /** For all steps: kernels are settled once for each size, as in a process of a sweep. */
  @BeforeAll
  static void openModels() {
    loaded = GoldenModels.open();
  }

  @AfterAll
  static void closeModels() {
    loaded.close();
  }

  @BeforeEach
  void chooseKernels() {
    kernels = SameBits.KERNELS.open();
  }

  @AfterEach
  void chooseUsualKernels() {
    kernels.close();
  }

  static Stream<Path> families() {
    Path own = Path.of("src/test/resources/golden");
    String more = System.getProperty("golden.dir", "");
    return Stream.of(own, Path.of(more.isEmpty() ? own.toString() : more))
        .map(root -> root.toAbsolutePath().normalize())
        .distinct()
        .flatMap(BatchIndependenceTest::within);
  }

  private static Stream<Path> within(Path root) {
    try (Stream<Path> directories = Files.list(root)) {
      return directories
          .filter(directory -> Files.isDirectory(directory.resolve("model")))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void encodesTexts(Path family) {
    try (ClipTextModel net =
        ClipTextModel.open(family.resolve("model/text_encoder"), DType.FLOAT32, Device.CPU)) {
      long words = net.config().vocabularySize();
      for (int length : new int[] {77, 9}) {
        SameBits.assertIndependent(
            "text of " + length,
            items ->
                List.of(
                    withoutGraph(
                        () ->
                            net.forward(
                                SameBits.uniform("ids", items, length)
                                    .mul(words)
                                    .floor()
                                    .to(DType.INT64)))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void predictsNoise(Path family) {
    try (UNet2DConditionModel unet =
            UNet2DConditionModel.open(family.resolve("model/unet"), DType.FLOAT32, Device.CPU);
        ControlNetModel control =
            ControlNetModel.open(family.resolve("controlnet"), DType.FLOAT32, Device.CPU)) {
      int width = unet.config().encoder().crossAttentionDim();
      int factor = control.config().imageFactor();
      for (int[] size : new int[][] {{8, 8}, {7, 5}}) {
        SameBits.assertIndependent(
            "noise of %d x %d".formatted(size[0], size[1]),
            items ->
                allWithoutGraph(
                    () -> {
                      Tensor latents = SameBits.normal("z", items, 4, size[0], size[1]);
                      Tensor text = SameBits.normal("text", items, 77, width);
                      long[] timesteps = longs(items, item -> 37L + 130 * item);
                      Tensor image =
                          SameBits.uniform(
                              "image", items, 3, (long) factor * size[0], (long) factor * size[1]);
                      double[] scales =
                          Arrays.stream(items).mapToDouble(item -> 1 - 0.1 * item).toArray();
                      ControlResiduals residuals =
                          control.forward(latents, timesteps, text, image, scales);
                      List<Tensor> results = new ArrayList<>(residuals.down());
                      results.add(residuals.mid());
                      results.add(unet.forward(latents, timesteps, text));
                      results.add(unet.forward(latents, timesteps, text, residuals));
                      return results;
                    }));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void encodesAndDecodesImagesBothWays(Path family) {
    try (AutoencoderKL vae =
        AutoencoderKL.open(family.resolve("model/vae"), DType.FLOAT32, Device.CPU)) {
      long factor = vae.config().imageFactor();
      for (int[] size : new int[][] {{4, 4}, {5, 3}, {7, 8}}) {
        long height = factor * size[0];
        long width = factor * size[1];
        SameBits.assertIndependent(
            "image of %d x %d".formatted(height, width),
            items -> {
              Tensor image = SameBits.uniform("x", items, 3, height, width).mul(2).sub(1).asLeaf();
              LatentDistribution found = vae.encode(image);
              Tensor z = found.sample(SameBits.normal("eps", items, 4, size[0], size[1]));
              Tensor seed = SameBits.normal("seed", items, 4, size[0], size[1]);
              return List.of(
                  z.detach(),
                  Autograd.gradient(z, seed, image),
                  withoutGraph(() -> vae.encode(image).mean()));
            });
        SameBits.assertIndependent(
            "latents of %d x %d".formatted(size[0], size[1]),
            items -> {
              Tensor latents = SameBits.normal("z", items, 4, size[0], size[1]).asLeaf();
              Tensor image = vae.decode(latents);
              Tensor seed = SameBits.normal("seed", items, 3, height, width);
              return List.of(
                  image.detach(),
                  Autograd.gradient(image, seed, latents),
                  withoutGraph(() -> vae.decode(latents)));
            });
      }
    }
  }

  /** Something made of views of some items. */
  private interface Picture {
    Tensor of(RenderedViews views, int[] items, Tensor image, Tensor latents);
  }

  private static final Map<String, Picture> PICTURES =
      Map.of(
          "grey",
          (views, items, image, latents) -> views.grey(0.7, light(items), background(items)),
          "normals",
          (views, items, image, latents) -> views.normals(NormalSpace.CAMERA, background(items)),
          "lit",
          (views, items, image, latents) ->
              views.lit(image, TextureWrap.REPEAT, light(items), background(items)),
          "textured",
          (views, items, image, latents) ->
              views.textured(image, TextureWrap.CLAMP, background(items)),
          "latents",
          (views, items, image, latents) ->
              views.textured(latents, TextureWrap.REPEAT, SameBits.normal("plain", items, 4)),
          "mask",
          (views, items, image, latents) -> views.mask(),
          "depth",
          (views, items, image, latents) -> views.controlDepth(DepthOrder.NEAR_BRIGHT));

  private static Tensor light(int[] items) {
    return SameBits.uniform("light", items, 9, 3);
  }

  private static Tensor background(int[] items) {
    return SameBits.uniform("background", items, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ball", "head"})
  void rendersBothWays(String name) {
    FaceModel face = name.equals("ball") ? Toys.ball() : FaceModels.open("builtin:head");
    Renderers renderers = new Renderers(face, Device.CPU);
    int count = face.identityCount();
    try (ShapeBasis basis = new ShapeBasis(face, Device.CPU)) {
      for (int side : new int[] {16, 45}) {
        Renderer renderer = renderers.at(side);
        PICTURES.forEach(
            (kind, picture) ->
                SameBits.assertIndependent(
                    "%s of %d".formatted(kind, side),
                    items -> {
                      Tensor shape = SameBits.normal("shape", items, count).asLeaf();
                      Tensor image = SameBits.uniform("texture", items, 3, 33, 33).asLeaf();
                      Tensor latents = SameBits.normal("latents", items, 4, 16, 16).asLeaf();
                      RenderedViews views = renderer.view(basis.vertices(shape), cameras(items));
                      Tensor made = picture.of(views, items, image, latents);
                      long[] each = Arrays.copyOfRange(made.shape(), 1, 4);
                      Tensor seed = SameBits.normal("seed", items, each);
                      List<Tensor> results = new ArrayList<>(List.of(made.detach()));
                      results.addAll(
                          Autograd.gradients(made, seed, List.of(shape, image, latents)));
                      return results;
                    }));
      }
    }
  }

  private static List<Camera> cameras(int[] items) {
    return Arrays.stream(items)
        .mapToObj(item -> Camera.orbit(360.0 * item / 7, 10 * item - 30, 0.3 * item))
        .toList();
  }

  private static final String ALL =
      """
      geometry { resolution = 32, encode-resolution = 32, steps = 2, render = mix }
      texture { resolution = 32, render-resolution = 32, steps = 2, latent-steps = 1
                depth-control = true, light.mode = presets, init = noise
                symmetry-weight = 1, smoothness-weight = 1 }
      """;

  /** Pictures of another size, for which libraries take other kernels. */
  private static final String LARGER =
      ", geometry { resolution = 64, encode-resolution = 64 }, texture { resolution = 64,"
          + " render-resolution = 64 }";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "phases = decoupled, texture.prior = canny" + LARGER,
        "phases = decoupled, texture { prior = texture-unet, prior-yuv = true, wrap = false }",
        "phases = decoupled, texture.optimizer.kind = adan, geometry.optimizer.kind = adan",
        "phases = decoupled, texture.optimizer.kind = adam, geometry.optimizer.kind = adamw",
        "phases = joint, texture.prior = canny" + LARGER,
        "texture { parameter = rgb, prior = texture-unet, prior-yuv = true }",
        "phases = joint, texture { parameter = rgb, init = zeros }, guidance.pixel-clip = 0.01",
        "geometry.background.mode = random, texture { background.mode = random, light.set = faceg2e"
            + " }",
        "guidance { objective = csd, csd { negative-weight = 0.7, negative-weight-end = 0.2 } }",
        "guidance { objective = nfsd, weighting = fantasia3d }",
        "guidance.objective = bridge",
        "geometry { depth-control = true, control { normal.on = true, landmarks.on = true } },"
            + " texture.control { canny.on = true, landmarks { on = true, end = 1 } }",
        "geometry.control.canny { on = true, low = 20, high = 60 }, texture.control.normal {"
            + " on = true, scale = 0.5, frame = head }",
        "views.conditioning = none",
        "views { conditioning = interpolated, overhead-angle = 5 }",
        "views.conditioning = perp-neg",
        "views { conditioning = perp-neg, perp-neg-weight = 2 }, guidance.objective = nfsd",
        "guidance { objective = ism, rescale = 0.7 }",
        "guidance { objective = sdi, objective-switch = 1, second-objective = asd }",
        "guidance { rescale = 0.7, clip-value = 0.5, clip-value-end = 0.1, pixel-clip = 0.01 }"
      })
  void takesSteps(String settings) {
    assertStepsIndependent(settings, item -> settings);
  }

  /**
   * Each item of a batch in a way of its own; of those that leave views out some do so more often,
   * for from above no view is left out.
   */
  @ParameterizedTest
  @ValueSource(strings = {"sds", "csd", "nfsd", "ism", "asd"})
  void takesStepsToldOfViewsInSeveralWays(String objective) {
    String own = "guidance.objective = %s, views.conditioning = ".formatted(objective);
    List<String> ways = List.of("none", "suffix", "interpolated");
    assertStepsIndependent(objective, item -> own + ways.get(item % ways.size()));
    assertStepsIndependent(
        objective + " that leaves views out",
        item -> own + "perp-neg, views.overhead-angle = " + (item % 2 == 0 ? 90 : 1));
  }

  private static void assertStepsIndependent(String what, IntFunction<String> settings) {
    try (BatchKernels.Scope whole = BatchKernels.WHOLE.open()) { // as trials do
      Synthesis synthesis =
          new Synthesis(
              GoldenModels.withFace(loaded, Toys.ball()),
              new SynthesisOptions(1, 16),
              StepListener.NONE);
      SameBits.assertIndependent(
          what,
          items -> {
            List<TrialSpec> batch =
                IntStream.of(items).mapToObj(item -> trial(item, settings.apply(item))).toList();
            List<Tensor> rows = new ArrayList<>();
            for (TrialResult result : synthesis.run(batch)) {
              rows.add(numbers((TrialResult.Completed) result));
            }
            return List.of(Tensor.stack(0, rows));
          },
          new int[] {2, 1, 0});
    }
  }

  private static TrialSpec trial(int item, String settings) {
    String own =
        List.of(
                "guidance.clip-norm = 1, texture.depth-convention = far-bright",
                "guidance.form = conditional",
                "guidance { scale = 7.5, timestep = uniform, posterior = mean }")
            .get(item % 3);
    return new TrialSpec(
        "t" + item, "a man " + item, item, TrialValues.settings(ALL + settings + "\n" + own));
  }

  /** Everything that a trial came to, in a row. */
  private static Tensor numbers(TrialResult.Completed result) {
    TextureOutcome texture = result.texture();
    assertThat(texture).isNotNull();
    List<float[]> parts = new ArrayList<>();
    parts.add(result.geometry().coefficients());
    parts.add(texture.latents());
    parts.add(texture.albedo());
    for (StepRecord step : result.steps()) {
      List<Double> values = new ArrayList<>(step.terms().values());
      values.add(step.gradientNorm());
      float[] floats = new float[values.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values.get(i).floatValue();
      }
      parts.add(floats);
    }
    for (Snapshot snapshot : texture.snapshots()) {
      float[] floats = new float[snapshot.rgb().length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = snapshot.rgb()[i];
      }
      parts.add(floats);
    }
    return Tensor.cat(
        0,
        parts.stream()
            .filter(part -> part.length > 0) // texels have no latents
            .map(part -> Tensor.of(part, part.length))
            .toList());
  }

  private interface Body {
    List<Tensor> run();
  }

  private static Tensor withoutGraph(Supplier<Tensor> body) {
    return allWithoutGraph(() -> List.of(body.get())).get(0);
  }

  private static List<Tensor> allWithoutGraph(Body body) {
    try (GradMode off = GradMode.disabled()) {
      return TensorScope.computeAll(body::run);
    }
  }

  private static long[] longs(int[] items, ToLongFunction<Integer> value) {
    return Arrays.stream(items).boxed().mapToLong(value).toArray();
  }
}
