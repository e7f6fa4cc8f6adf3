package io.facesweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.ClipTextModel;
import io.facesweep.diffusion.ClipTokenizer;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.ControlResiduals;
import io.facesweep.diffusion.LatentDistribution;
import io.facesweep.diffusion.NetTrace;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.guidance.Control;
import io.facesweep.guidance.DiffusionDistillation;
import io.facesweep.guidance.DistillationLoss;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.Guidance;
import io.facesweep.guidance.NoisePredictor;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.settings.GuidanceForm;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.Objective;
import io.facesweep.settings.Weighting;
import io.facesweep.synthesis.GoldenClips;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.JsonConfig;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One family of golden checkpoints: opens its nets and compares them with one fixture file each.
 */
final class GoldenFamily {
  private static final Pattern UNET_OUTPUT =
      Pattern.compile("out\\.(odd\\.)?t_?(\\d+(?:_and_\\d+)*)(?:\\.control([\\d.]+))?");
  private static final Pattern CONTROL_OUTPUT =
      Pattern.compile("out\\.t(\\d+)\\.scale([\\d.]+)\\.(?:down\\.(\\d+)|mid)");
  private static final Pattern DISTILLATION_OUTPUT =
      Pattern.compile("out\\.(nocontrol|control([\\d.]+))\\.(.+)");
  private static final Pattern GUIDED =
      Pattern.compile("(eps_hat|grad)\\.(dreamfusion|stable_dreamfusion)\\.s([\\d.]+)");

  private final String name;
  private final Path directory;
  private final DType type;
  private final ToDoubleFunction<String> tolerances;
  private final ParityReport report;

  /**
   * @param type the nets compute in
   * @param tolerances by the names that tolerances.json gives them
   */
  GoldenFamily(
      String name,
      Path directory,
      DType type,
      ToDoubleFunction<String> tolerances,
      ParityReport report) {
    this.name = name;
    this.directory = directory;
    this.type = type;
    this.tolerances = tolerances;
    this.report = report;
  }

  // ---- tokenizer and text

  void tokenizer(Golden golden) {
    ClipTokenizer tokenizer = ClipTokenizer.open(model("tokenizer"));
    List<String> prompts =
        JsonConfig.read(directory.resolve("fixtures").resolve("prompts.json")).strings("prompts");
    long[] expected = golden.longs("input_ids");
    List<Long> actual = new ArrayList<>();
    for (int[] ids : tokenizer.encode(prompts)) {
      Arrays.stream(ids).asLongStream().forEach(actual::add);
    }
    assertThat(actual).as("%s: token ids", name).containsExactlyElementsOf(boxed(expected));
    report.compare(
        name, "tokenizer", "input_ids", floats(expected), floats(unboxed(actual)), 1e-12);
  }

  void text(Golden golden) {
    try (GradMode off = GradMode.disabled();
        ClipTextModel text = textEncoder()) {
      Tensor ids = golden.ids("in.input_ids");
      Tensor hidden = text.forward(ids);
      compare("text", golden, "out.last_hidden_state", hidden, "text");
      if (golden.has("out.pooler_output")) {
        compare("text", golden, "out.pooler_output", text.pooled(hidden, ids), "text");
      }
    }
  }

  // ---- UNet and ControlNet

  void unet(Golden golden) {
    try (GradMode off = GradMode.disabled();
        UNet2DConditionModel unet = unet();
        Golden controls = golden("controlnet.safetensors");
        ControlNetModel control = controls == null ? null : controlNet()) {
      assertThat(golden.outputs()).isNotEmpty();
      for (String output : golden.outputs()) {
        Matcher parts = match(UNET_OUTPUT, output);
        Tensor sample = golden.tensor(parts.group(1) == null ? "in.sample" : "in.sample_odd");
        Tensor states = golden.tensor("in.encoder_hidden_states");
        long[] timesteps = timesteps(parts.group(2), sample.shape(0));
        ControlResiduals residuals = null;
        if (parts.group(3) != null && controls != null && control != null) {
          residuals =
              control.forward(
                  sample,
                  timesteps,
                  states,
                  controls.tensor("in.controlnet_cond"),
                  scales(parts.group(3), sample.shape(0)));
        } else {
          assertThat(parts.group(3)).as("%s: %s needs controlnet/", name, output).isNull();
        }
        compare("unet", golden, output, unet.forward(sample, timesteps, states, residuals), "unet");
      }
    }
  }

  void controlNet(Golden golden) {
    try (GradMode off = GradMode.disabled();
        ControlNetModel control = controlNet()) {
      Tensor sample = golden.tensor("in.sample");
      Tensor states = golden.tensor("in.encoder_hidden_states");
      Tensor image = golden.tensor("in.controlnet_cond");
      String ran = "";
      ControlResiduals residuals = null;
      assertThat(golden.outputs()).isNotEmpty();
      for (String output : golden.outputs()) {
        Matcher parts = match(CONTROL_OUTPUT, output);
        String run = parts.group(1) + " " + parts.group(2);
        if (residuals == null || !run.equals(ran)) {
          residuals =
              control.forward(
                  sample,
                  timesteps(parts.group(1), sample.shape(0)),
                  states,
                  image,
                  scales(parts.group(2), sample.shape(0)));
          ran = run;
        }
        Tensor actual =
            parts.group(3) == null
                ? residuals.mid()
                : residuals.down().get(Integer.parseInt(parts.group(3)));
        compare("controlnet", golden, output, actual, "controlnet");
      }
    }
  }

  // ---- VAE

  void vae(Golden golden) {
    try (GradMode off = GradMode.disabled();
        AutoencoderKL vae = vae()) {
      LatentDistribution latents = vae.encode(golden.tensor("in.x"));
      compare("vae", golden, "out.encode.mean", latents.mean(), "vae");
      compare("vae", golden, "out.encode.logvar", latents.logVariance(), "vae");
      compare("vae", golden, "out.encode.std", latents.standardDeviation(), "vae");
      Tensor noise = golden.tensor("in.sample_eps");
      compare("vae", golden, "out.encode.sample", latents.sample(noise), "vae");
      compare("vae", golden, "out.decode", vae.decode(golden.tensor("in.z")), "vae");
    }
  }

  void vaeGradients(Golden golden) {
    try (AutoencoderKL vae = vae()) {
      Tensor latents = golden.tensor("in.z").asLeaf();
      Tensor decoded = vae.decode(latents);
      compare(
          "vae_grad",
          golden,
          "out.d_decode_d_z",
          Autograd.gradient(decoded, golden.tensor("in.G_decode"), latents),
          "vae_grad");
      Tensor image = golden.tensor("in.x").asLeaf();
      compare(
          "vae_grad",
          golden,
          "out.d_mean_d_x",
          Autograd.gradient(vae.encode(image).mean(), golden.tensor("in.G_mean"), image),
          "vae_grad");
      Tensor sample = vae.encode(image).sample(golden.tensor("in.sample_eps"));
      compare(
          "vae_grad",
          golden,
          "out.d_sample_d_x",
          Autograd.gradient(sample, golden.tensor("in.G_sample"), image),
          "vae_grad");
    }
  }

  // ---- schedule

  void scheduler(Golden golden) {
    NoiseSchedule schedule = NoiseSchedule.open(model("scheduler"));
    float[] alphas = new float[schedule.trainTimesteps()];
    for (int t = 0; t < alphas.length; t++) {
      alphas[t] = schedule.alphasCumprod(t);
    }
    report.compareElements(
        name,
        "scheduler",
        "out.alphas_cumprod",
        alphas,
        golden.floats("out.alphas_cumprod"),
        tolerances.applyAsDouble("scheduler.alphas_cumprod_elementwise_relative"));
    long[] timesteps = golden.longs("in.timesteps");
    Tensor latents = golden.tensor("in.latents");
    Tensor noise = golden.tensor("in.noise");
    String tolerance = "scheduler.noisy_velocity";
    compare(
        "scheduler", golden, "out.noisy", schedule.addNoise(latents, noise, timesteps), tolerance);
    if (golden.has("out.velocity")) {
      Tensor velocity = schedule.velocity(latents, noise, timesteps);
      compare("scheduler", golden, "out.velocity", velocity, tolerance);
    }
  }

  // ---- score distillation

  /** Every guidance form and scale is an item of one batch. */
  void scoreDistillation(Golden golden) {
    try (UNet2DConditionModel unet = unet();
        Golden controls = golden("controlnet.safetensors");
        ControlNetModel control = controls == null ? null : controlNet()) {
      List<String> outputs = golden.outputs();
      List<String> variants =
          outputs.stream()
              .map(DISTILLATION_OUTPUT::matcher)
              .filter(Matcher::matches)
              .map(parts -> parts.group(1))
              .distinct()
              .toList();
      assertThat(variants).isNotEmpty();
      String tolerance = "sds.model_output_eps_latents_noisy_w";
      ScoreDistillation distillation = distillation(unet, control);
      for (String variant : variants) {
        List<String> guided =
            outputs.stream()
                .filter(output -> output.startsWith("out." + variant + ".grad."))
                .toList();
        DistillationResult result = distil(golden, guided, variant, distillation, control != null);
        DistillationResult.Origin origin = result.origin();
        String prefix = "out." + variant + ".";
        compare("sds", golden, prefix + "eps_uncond", item(origin.noise().get(0), 0), tolerance);
        compare("sds", golden, prefix + "eps_cond", item(origin.noise().get(1), 0), tolerance);
        if (golden.has("out.latents_noisy")) {
          compare("sds", golden, "out.latents_noisy", item(origin.noisyLatents(), 0), tolerance);
        }
        Tensor weight = Tensor.scalar(origin.weights()[0]).reshape(1);
        compare("sds", golden, "out.w", weight, tolerance);
        modelOutputs(golden, prefix, variant, unet, control, origin.noisyLatents());
        for (int i = 0; i < guided.size(); i++) {
          String scale = match(GUIDED, guided.get(i).substring(prefix.length())).group(3);
          String guidedTolerance =
              Double.parseDouble(scale) <= 7.5 ? "sds.eps_hat_grad_s7.5" : "sds.eps_hat_grad_s100";
          String epsilon = guided.get(i).replace(".grad.", ".eps_hat.");
          compare("sds", golden, guided.get(i), item(result.gradient(), i), guidedTolerance);
          compare("sds", golden, epsilon, item(origin.combined(), i), guidedTolerance);
        }
        assertThat(Arrays.stream(result.nonFinite()).sum()).isZero();
      }
    }
  }

  private ScoreDistillation distillation(
      UNet2DConditionModel unet, @Nullable ControlNetModel control) {
    NoiseSchedule schedule = NoiseSchedule.open(model("scheduler"));
    return new DiffusionDistillation(
        new NoisePredictor(
            unet,
            schedule,
            control == null ? Map.of() : Map.of(ModelRole.DEPTH_CONTROLNET, control)),
        text -> {
          throw new IllegalStateException("Fixtures bring their embeddings");
        });
  }

  private DistillationResult distil(
      Golden golden,
      List<String> guided,
      String variant,
      ScoreDistillation distillation,
      boolean controlled) {
    int batch = guided.size();
    List<Guidance> guidance = new ArrayList<>();
    for (String output : guided) {
      Matcher parts = match(GUIDED, output.substring(("out." + variant + ".").length()));
      guidance.add(
          new Guidance(
              parts.group(2).equals("dreamfusion")
                  ? GuidanceForm.DREAMFUSION
                  : GuidanceForm.CONDITIONAL,
              Double.parseDouble(parts.group(3)),
              Weighting.ONE_MINUS_ALPHAS_CUMPROD));
    }
    Tensor text = golden.tensor("in.text_embeddings");
    List<Control> controls = new ArrayList<>();
    if (!variant.equals("nocontrol")) {
      assertThat(controlled).as("%s: %s needs controlnet/", name, variant).isTrue();
      Tensor image = golden.tensor("in.control_image").repeat(batch, 1, 1, 1);
      controls.add(
          new Control(ModelRole.DEPTH_CONTROLNET, image, scales(variant.substring(7), batch)));
    }
    return distillation.gradient(
        new DistillationQuery(
            DistillationLoss.of(Objective.SDS, List.of()),
            golden.tensor("in.latents").repeat(batch, 1, 1, 1),
            golden.tensor("in.noise").repeat(batch, 1, 1, 1),
            Collections.nCopies(batch, golden.longs("in.t")[0]).stream()
                .mapToLong(Long::longValue)
                .toArray(),
            List.of(
                text.slice(0, 0, 1).repeat(batch, 1, 1), text.slice(0, 1, 2).repeat(batch, 1, 1)),
            guidance,
            controls));
  }

  private void modelOutputs(
      Golden golden,
      String prefix,
      String variant,
      UNet2DConditionModel unet,
      @Nullable ControlNetModel control,
      Tensor noisy) {
    try (GradMode off = GradMode.disabled()) {
      Tensor sample = item(noisy, 0).repeat(2, 1, 1, 1);
      long[] timesteps = timesteps(Long.toString(golden.longs("in.t")[0]), 2);
      Tensor text = golden.tensor("in.text_embeddings");
      ControlResiduals residuals =
          variant.equals("nocontrol") || control == null
              ? null
              : control.forward(
                  sample,
                  timesteps,
                  text,
                  golden.tensor("in.control_image"),
                  scales(variant.substring(7), 2));
      Tensor output = unet.forward(sample, timesteps, text, residuals);
      String tolerance = "sds.model_output_eps_latents_noisy_w";
      compare("sds", golden, prefix + "model_output_uncond", item(output, 0), tolerance);
      compare("sds", golden, prefix + "model_output_cond", item(output, 1), tolerance);
    }
  }

  /** Latents to texture to render to latents, and the gradient all the way back. */
  void textureStep(Golden golden) {
    String imageTolerance = "texture_step.texture_rendered_encoded_latents";
    String gradientTolerance = "texture_step.sds_grad_latents_grad";
    try (UNet2DConditionModel unet = unet();
        ControlNetModel control = controlNet();
        AutoencoderKL vae = vae()) {
      VaeCodec images = new VaeCodec(vae);
      Tensor latents = golden.tensor("in.latents").asLeaf();
      Tensor texture = images.decode(latents);
      Tensor rendered =
          Functional.gridSample(
              texture,
              golden.tensor("in.uv_grid"),
              Functional.Sampling.BILINEAR,
              Functional.Padding.ZEROS);
      Tensor encoded = images.encode(rendered, golden.tensor("in.sample_eps"));
      Tensor text = golden.tensor("in.text_embeddings");
      Tensor gradient =
          distillation(unet, control)
              .gradient(
                  new DistillationQuery(
                      DistillationLoss.of(Objective.SDS, List.of()),
                      encoded,
                      golden.tensor("in.noise"),
                      golden.longs("in.t"),
                      List.of(text.slice(0, 0, 1), text.slice(0, 1, 2)),
                      List.of(
                          new Guidance(
                              GuidanceForm.CONDITIONAL, 7.5, Weighting.ONE_MINUS_ALPHAS_CUMPROD)),
                      List.of(
                          new Control(
                              ModelRole.DEPTH_CONTROLNET,
                              golden.tensor("in.control_image"),
                              new double[] {1}))))
              .gradient();
      compare("texture_step", golden, "out.texture", texture, imageTolerance);
      compare("texture_step", golden, "out.rendered", rendered, imageTolerance);
      compare("texture_step", golden, "out.encoded_latents", encoded, imageTolerance);
      compare("texture_step", golden, "out.sds_grad", gradient, gradientTolerance);
      compare(
          "texture_step",
          golden,
          "out.latents_grad",
          Autograd.gradient(encoded, gradient, latents),
          gradientTolerance);
    }
  }

  /** All objectives but perp-neg. */
  void objectives(Golden golden) {
    try (UNet2DConditionModel unet = unet();
        ControlNetModel control = controlNet()) {
      new GoldenObjectives(
              name,
              golden,
              json("objectives.json"),
              unet,
              control,
              NoiseSchedule.open(model("scheduler")),
              tolerances,
              report)
          .check();
    }
  }

  private JsonObject json(String file) {
    Path path = directory.resolve("fixtures").resolve(file);
    try (Reader reader = Files.newBufferedReader(path)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Pixel-wise clipping of the gradient between encoder and renderer. */
  void pixelClip(Golden golden) {
    JsonObject scalars = json("objectives.json").getAsJsonObject("pgc");
    double threshold = scalars.get("threshold").getAsDouble();
    double small = scalars.get("small_threshold").getAsDouble();
    try (AutoencoderKL vae = vae()) {
      VaeCodec codec = new VaeCodec(vae);
      Tensor image = golden.tensor("in.image").asLeaf();
      Tensor latents = codec.encode(image, golden.tensor("in.sample_eps"));
      compare("pgc", golden, "out.latents", latents.detach(), "pgc.latents");
      Tensor gradient = Autograd.gradient(latents, golden.tensor("in.latents_grad"), image);
      String tolerance = "pgc.image_grad_pgc_clamp";
      compare("pgc", golden, "out.image_grad", gradient, tolerance);
      compare("pgc", golden, "out.pgc", GoldenClips.pixels(gradient, threshold), tolerance);
      compare("pgc", golden, "out.clamp", GoldenClips.clamp(gradient, threshold), tolerance);
      Tensor sizes = golden.tensor("in.grad_small");
      elements(golden, "out.small.pgc", GoldenClips.pixels(sizes, small));
      elements(golden, "out.small.clamp", GoldenClips.clamp(sizes, small));
    }
  }

  /** Zeros are exact. */
  private void elements(Golden golden, String output, Tensor actual) {
    float[] found = actual.toFloats();
    float[] expected = golden.floats(output);
    double tolerance = tolerances.applyAsDouble("pgc.small_elementwise_relative");
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i])
          .as("%s pgc: %s[%d]", name, output, i)
          .isCloseTo(expected[i], within(tolerance * Math.abs(expected[i])));
    }
  }

  // ---- activations

  void trace(Golden golden) {
    NetTrace trace = new NetTrace();
    try (GradMode off = GradMode.disabled();
        UNet2DConditionModel unet = unet();
        AutoencoderKL vae = vae();
        ClipTextModel text = textEncoder();
        Golden unetInputs = golden("unet.safetensors");
        Golden vaeInputs = golden("vae.safetensors");
        Golden textInputs = golden("text.safetensors");
        Golden controlInputs = golden("controlnet.safetensors");
        ControlNetModel control = controlInputs == null ? null : controlNet()) {
      assertThat(List.of(unetInputs, vaeInputs, textInputs)).doesNotContainNull();
      trace.unet(
          unet,
          unetInputs.tensor("in.sample").slice(0, 1, 2),
          new long[] {500},
          unetInputs.tensor("in.encoder_hidden_states").slice(0, 1, 2));
      trace.vae(
          vae, vaeInputs.tensor("in.x").slice(0, 0, 1), vaeInputs.tensor("in.z").slice(0, 0, 1));
      trace.text(text, textInputs.ids("in.input_ids").slice(0, 2, 3));
      if (control != null) {
        trace.controlNet(control, controlInputs.tensor("in.controlnet_cond").slice(0, 0, 1));
      }
      assertThat(trace.names()).as("activations that are traced").containsAll(golden.names());
      // In the order of computation, so that the first to fail is where the error starts.
      for (String activation : trace.names()) {
        if (golden.has(activation)) {
          compare("trace", golden, activation, trace.activations().get(activation), "trace");
        }
      }
    }
  }

  // ---- the family's files

  private UNet2DConditionModel unet() {
    return UNet2DConditionModel.open(model("unet"), type, Device.CPU);
  }

  private AutoencoderKL vae() {
    return AutoencoderKL.open(model("vae"), type, Device.CPU);
  }

  private ClipTextModel textEncoder() {
    return ClipTextModel.open(model("text_encoder"), type, Device.CPU);
  }

  private ControlNetModel controlNet() {
    return ControlNetModel.open(directory.resolve("controlnet"), type, Device.CPU);
  }

  private Path model(String part) {
    return directory.resolve("model").resolve(part);
  }

  private @Nullable Golden golden(String file) {
    Path path = directory.resolve("fixtures").resolve(file);
    return path.toFile().exists() ? new Golden(path) : null;
  }

  private void compare(String net, Golden golden, String output, Tensor actual, String tolerance) {
    report.compare(name, net, golden, output, actual, tolerances.applyAsDouble(tolerance));
  }

  // ---- small things

  private Matcher match(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    assertThat(matcher.matches()).as("%s: the suite knows %s", name, output).isTrue();
    return matcher;
  }

  /** "500", or "1_and_981" for different ones. */
  private static long[] timesteps(String text, long batch) {
    long[] values = Arrays.stream(text.split("_and_")).mapToLong(Long::parseLong).toArray();
    if (values.length == batch) {
      return values;
    }
    long[] all = new long[(int) batch];
    Arrays.fill(all, values[0]);
    return all;
  }

  private static double[] scales(String text, long batch) {
    double[] all = new double[(int) batch];
    Arrays.fill(all, Double.parseDouble(text));
    return all;
  }

  private static Tensor item(Tensor batch, long index) {
    return batch.slice(0, index, index + 1);
  }

  private static List<Long> boxed(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static long[] unboxed(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static float[] floats(long[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
