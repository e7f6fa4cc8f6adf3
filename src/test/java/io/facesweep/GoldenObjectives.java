package io.facesweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.guidance.Control;
import io.facesweep.guidance.DiffusionDistillation;
import io.facesweep.guidance.DistillationLoss;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.GoldenLosses;
import io.facesweep.guidance.Guidance;
import io.facesweep.guidance.NoisePredictor;
import io.facesweep.settings.GuidanceForm;
import io.facesweep.settings.IsmSettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.SdiSettings;
import io.facesweep.settings.Weighting;
import io.facesweep.synthesis.GoldenViews;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The objectives of one family against the numbers of their authors' formulas: two items of a batch
 * with timesteps of their own, without and with a ControlNet in every prediction.
 */
final class GoldenObjectives {
  /** Points on the way to what is compared, and what a deliberate mistake gives. */
  private static final Pattern NOT_COMPARED =
      Pattern.compile(".*(raw|cfg_rescale_in_eps_space|item\\d|x_s$).*");

  private static final String GRADIENT = "objectives.grad";
  private static final int BATCH = 2;

  private final String family;
  private final Golden golden;
  private final JsonObject scalars;
  private final NoisePredictor predictor;
  private final ToDoubleFunction<String> tolerances;
  private final ParityReport report;
  private final Set<String> compared = new HashSet<>();
  private List<Control> controls = List.of();
  private String variant = "nocontrol";

  GoldenObjectives(
      String family,
      Golden golden,
      JsonObject scalars,
      UNet2DConditionModel unet,
      @Nullable ControlNetModel control,
      NoiseSchedule schedule,
      ToDoubleFunction<String> tolerances,
      ParityReport report) {
    this.family = family;
    this.golden = golden;
    this.scalars = scalars;
    this.tolerances = tolerances;
    this.report = report;
    this.predictor =
        new NoisePredictor(
            unet,
            schedule,
            control == null ? Map.of() : Map.of(ModelRole.DEPTH_CONTROLNET, control));
  }

  /** Every output that is there. */
  void check() {
    long[] t = timesteps("t");
    Tensor noisy = predictor.schedule().addNoise(latents(), noise(), t);
    compare("out.noisy", noisy, "objectives.noisy_w_noisy_plus_text_pos_weights");
    weights(t);
    for (String each : List.of("nocontrol", "control")) {
      if (golden.outputs().stream().anyMatch(output -> output.startsWith("out." + each + "."))) {
        variant = each;
        controls = each.equals("control") ? controls() : List.of();
        guided(t);
        perpNeg(t);
        classifier(t);
        asynchronous(t);
        interval();
        inversion();
      }
    }
    assertThat(golden.outputs())
        .filteredOn(output -> !NOT_COMPARED.matcher(output).matches())
        .containsExactlyInAnyOrderElementsOf(compared);
  }

  private List<Control> controls() {
    double scale = number("control_scale");
    Tensor image = golden.tensor("in.control_image").repeat(BATCH, 1, 1, 1);
    return List.of(new Control(ModelRole.DEPTH_CONTROLNET, image, new double[] {scale, scale}));
  }

  private void weights(long[] t) {
    for (Weighting weighting : List.of(Weighting.ONE_MINUS_ALPHAS_CUMPROD, Weighting.FANTASIA3D)) {
      boolean isSds = weighting == Weighting.ONE_MINUS_ALPHAS_CUMPROD;
      weights("out.w." + (isSds ? "sds" : "fantasia3d"), GoldenLosses.sds(), weighting, t);
    }
    DistillationLoss ism = GoldenLosses.ism(List.of());
    weights("out.w.ism", ism, Weighting.UNIFORM, t);
  }

  private void weights(String output, DistillationLoss loss, Weighting weighting, long[] t) {
    float[] found = new float[BATCH];
    for (int i = 0; i < BATCH; i++) {
      found[i] = (float) loss.weight(weighting, predictor.schedule().alphasCumprod(t[i]));
    }
    compare(output, Tensor.of(found, BATCH), "objectives.noisy_w_noisy_plus_text_pos_weights");
  }

  /** SDS, its rescaled form, the bridge and its first stage. */
  private void guided(long[] t) {
    for (double scale : numbers("sds.guidance")) {
      DistillationResult found = sds(t, guidance(scale));
      compare(out("sds.grad.s" + text(scale)), found.gradient(), GRADIENT);
      compare(out("eps.null"), found.origin().noise().get(0), "objectives.eps_raw_ism_x");
      compare(out("eps.cond"), found.origin().noise().get(1), "objectives.eps_raw_ism_x");
    }
    double first = number("bridge_stage_one.guidance");
    compare(out("bridge_stage_one.grad"), sds(t, guidance(first)).gradient(), GRADIENT);
    DistillationResult rescaled =
        sds(
            t,
            new Guidance(
                GuidanceForm.DREAMFUSION,
                number("cfg_rescale.guidance"),
                Weighting.ONE_MINUS_ALPHAS_CUMPROD,
                number("cfg_rescale.phi")));
    String tolerance = "objectives.delta_D_cfg_rescale_eps";
    compare(out("cfg_rescale.eps"), rescaled.origin().combined(), tolerance);
    compare(out("cfg_rescale.grad"), rescaled.gradient(), GRADIENT);
    DistillationResult bridge =
        distil(
            GoldenLosses.bridge(),
            t,
            guidance(number("bridge.scale")),
            "in.text_source",
            "in.text_cond");
    compare(out("eps.source"), bridge.origin().noise().get(0), "objectives.eps_raw_ism_x");
    compare(out("bridge.grad"), bridge.gradient(), GRADIENT);
  }

  private DistillationResult sds(long[] t, Guidance guidance) {
    return distil(GoldenLosses.sds(), t, guidance, "in.text_null", "in.text_cond");
  }

  private void perpNeg(long[] t) {
    double[] azimuths = numbers("perp_neg.azimuth_deg");
    double[] elevations = numbers("perp_neg.elevation_deg");
    List<String> names =
        element("perp_neg.views_order").getAsJsonArray().asList().stream()
            .map(JsonElement::getAsString)
            .toList();
    GoldenViews views = new GoldenViews(names, golden.tensor("in.text_views"));
    List<List<Double>> weights = new ArrayList<>();
    List<Tensor> rows = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      List<Double> own = GoldenViews.weights(azimuths[i], elevations[i]);
      weights.add(own);
      rows.add(Tensor.of(new float[] {own.get(0).floatValue(), own.get(1).floatValue()}, 1, 2));
    }
    String given = "objectives.noisy_w_noisy_plus_text_pos_weights";
    compare("out.perp_neg.weights", Tensor.cat(0, rows), given);
    Tensor mixed = views.mixed(azimuths, elevations);
    compare("out.perp_neg.text_pos", mixed, given);
    List<Tensor> texts =
        List.of(
            golden.tensor("in.text_null"),
            mixed,
            views.other(azimuths, elevations, 0),
            views.other(azimuths, elevations, 1));
    DistillationLoss loss = GoldenLosses.perpNeg(GoldenLosses.sds(), weights);
    DistillationResult found =
        gradient(queryOf(loss, t, guidance(number("perp_neg.guidance")), texts));
    List<Tensor> noise = found.origin().noise();
    Tensor direction = noise.get(1).sub(noise.get(0));
    compare(out("perp_neg.eps_pos"), noise.get(1), "objectives.eps_raw_ism_x");
    for (int i = 0; i < 2; i++) {
      Tensor other = noise.get(2 + i);
      compare(out("perp_neg.eps_neg." + i), other, "objectives.eps_raw_ism_x");
      compare(
          out("perp_neg.perpendicular." + i),
          GoldenLosses.perpendicular(other.sub(noise.get(0)), direction),
          "objectives.perp_neg_perpendicular");
    }
    compare(out("perp_neg.eps_hat"), found.origin().combined(), "objectives.perp_neg_grad");
    compare(out("perp_neg.grad"), found.gradient(), "objectives.perp_neg_grad");
  }

  private void classifier(long[] t) {
    csd("csd.grad", GoldenLosses.csd(1, 0, -1, 0, BATCH), t);
    double w1 = number("csd_annealed.w1");
    double w2 = number("csd_annealed.w2");
    csd("csd_annealed.grad", GoldenLosses.csd(w1, -w2, w2 - w1, 0, BATCH), t);
    DistillationLoss four =
        GoldenLosses.csd(
            number("csd_four.cond_scale"),
            number("csd_four.uncond_scale"),
            number("csd_four.null_scale"),
            number("csd_four.noise_scale"),
            BATCH);
    DistillationResult all = csd("csd_four.grad", four, t);
    compare(out("eps.negative"), all.origin().noise().get(2), "objectives.eps_raw_ism_x");

    double threshold = number("nfsd.threshold") / predictor.schedule().trainTimesteps();
    DistillationResult nfsd =
        triple(GoldenLosses.nfsd(threshold, BATCH), t, guidance(number("nfsd.guidance")));
    List<Tensor> noise = nfsd.origin().noise();
    compare(out("nfsd.grad"), nfsd.gradient(), GRADIENT);
    compare(out("nfsd.delta_C"), noise.get(1).sub(noise.get(0)), GRADIENT);
    compare(
        out("nfsd.delta_D"), noise.get(0).sub(noise.get(2)), "objectives.delta_D_cfg_rescale_eps");
  }

  private DistillationResult csd(String output, DistillationLoss loss, long[] t) {
    DistillationResult found = triple(loss, t, guidance(1));
    compare(out(output), found.gradient(), GRADIENT);
    return found;
  }

  private DistillationResult triple(DistillationLoss loss, long[] t, Guidance guidance) {
    return distil(loss, t, guidance, "in.text_null", "in.text_cond", "in.text_negative");
  }

  private void asynchronous(long[] t) {
    double ratio = number("asd.plus_ratio");
    double least = number("asd.t_min") / predictor.schedule().trainTimesteps();
    DistillationLoss asd = GoldenLosses.asd(ratio, least, BATCH);
    DistillationResult found =
        distil(asd, t, guidance(number("asd.guidance")), "in.text_null", "in.text_cond");
    compare(out("asd.grad"), found.gradient(), GRADIENT);
    long[] later = new long[BATCH];
    for (int i = 0; i < BATCH; i++) {
      later[i] = GoldenLosses.shifted(t[i], ratio, least);
    }
    assertThat(later).isEqualTo(golden.longs("out.asd.t_plus"));
    compared.add("out.asd.t_plus");
    Tensor noisier = predictor.schedule().addNoise(latents(), noise(), later);
    compare("out.asd.noisy_plus", noisier, "objectives.noisy_w_noisy_plus_text_pos_weights");
    DistillationLoss.Start start =
        asd.start(query(asd, t, guidance(1), "in.text_null", "in.text_cond"), predictor);
    compare(out("asd.eps_plus_cond"), start.target(), "objectives.eps_raw_ism_x");
  }

  private void interval() {
    long[] t = timesteps("ism.t");
    long[] intervals = timesteps("ism.delta_t");
    for (boolean controlled : new boolean[] {true, false}) {
      List<IsmSettings> items = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        items.add(
            new IsmSettings(
                (int) intervals[i],
                (int) number("ism.xs_delta_t"),
                (int) number("ism.xs_inv_steps"),
                controlled));
        assertThat(GoldenLosses.way(t[i], items.get(i)))
            .as("%s: timesteps of ISM", family)
            .startsWith(timesteps("ism.inversion_timesteps", i))
            .endsWith(t[i]);
      }
      if (!controlled && controls.isEmpty()) {
        return;
      }
      for (double scale : numbers("ism.guidance")) {
        interval(GoldenLosses.ism(items), t, scale, controlled);
      }
    }
  }

  private void interval(DistillationLoss loss, long[] t, double scale, boolean controlled) {
    String part = controlled ? "ism." : "ism.final_only.";
    String gradient = out(part + "grad.s" + text(scale));
    if (!golden.has(gradient)) {
      return;
    }
    DistillationResult found = distil(loss, t, guidance(scale), "in.text_null", "in.text_cond");
    compare(gradient, found.gradient(), "objectives.ism_grad");
    if (controlled) {
      DistillationResult.Origin origin = found.origin();
      Tensor target =
          loss.start(query(loss, t, guidance(scale), "in.text_null", "in.text_cond"), predictor)
              .target();
      Tensor residual = origin.combined().sub(target);
      compare(out("ism.residual.s" + text(scale)), residual, "objectives.ism_grad");
      String points = "objectives.eps_raw_ism_x";
      compare(out("ism.eps_s_null"), target, points);
      compare(out("ism.x_t"), origin.noisyLatents(), points);
      compare(out("ism.eps_t_null"), origin.noise().get(0), points);
      compare(out("ism.eps_t_cond"), origin.noise().get(1), points);
    }
  }

  private void inversion() {
    long[] t = timesteps("sdi.t");
    long[] last = timesteps("sdi.last_t");
    int steps = (int) number("sdi.inversion_n_steps");
    long[] beyond = new long[BATCH];
    for (int i = 0; i < BATCH; i++) {
      beyond[i] = last[i] - t[i];
      assertThat(GoldenLosses.way(t[i], steps, beyond[i]))
          .as("%s: timesteps of SDI", family)
          .containsExactly(timesteps("sdi.inversion_timesteps", i));
    }
    Guidance guidance =
        new Guidance(
            GuidanceForm.CONDITIONAL, number("sdi.guidance"), Weighting.ONE_MINUS_ALPHAS_CUMPROD);
    for (boolean remap : new boolean[] {false, true}) {
      DistillationLoss loss =
          GoldenLosses.sdi(
              new SdiSettings(
                  steps, number("sdi.inversion_guidance"), number("sdi.inversion_eta"), remap),
              beyond,
              item ->
                  step ->
                      golden.tensor("in.sdi_noise.item%d.%d".formatted(item, step)).select(0, 0));
      String part = remap ? "sdi.remap." : "sdi.";
      String points = "objectives.sdi_x_found_noise";
      String results = "objectives.sdi_eps_guided_x0_grad";
      DistillationResult found = distil(loss, t, guidance, "in.text_null", "in.text_cond");
      compare(out(part + "grad"), found.gradient(), results);
      compare(out(part + "eps_guided_t"), found.origin().combined(), results);
      compare(out(part + "x0"), latents().sub(found.gradient()), results);
      compare(out(part + (remap ? "x_t" : "x_last")), found.origin().noisyLatents(), points);
      if (remap) {
        DistillationLoss.Start start =
            loss.start(query(loss, t, guidance, "in.text_null", "in.text_cond"), predictor);
        compare(out("sdi.found_noise"), start.target(), points);
      }
    }
  }

  // ---- queries

  private DistillationResult distil(
      DistillationLoss loss, long[] t, Guidance guidance, String... texts) {
    return gradient(query(loss, t, guidance, texts));
  }

  private DistillationResult gradient(DistillationQuery query) {
    DiffusionDistillation distillation =
        new DiffusionDistillation(
            predictor,
            text -> {
              throw new IllegalStateException("Fixtures bring their embeddings");
            });
    return distillation.gradient(query);
  }

  private DistillationQuery query(
      DistillationLoss loss, long[] t, Guidance guidance, String... texts) {
    return queryOf(loss, t, guidance, List.of(texts).stream().map(golden::tensor).toList());
  }

  private DistillationQuery queryOf(
      DistillationLoss loss, long[] t, Guidance guidance, List<Tensor> texts) {
    return new DistillationQuery(
        loss, latents(), noise(), t, texts, List.of(guidance, guidance), controls);
  }

  private static Guidance guidance(double scale) {
    return new Guidance(GuidanceForm.DREAMFUSION, scale, Weighting.ONE_MINUS_ALPHAS_CUMPROD);
  }

  private Tensor latents() {
    return golden.tensor("in.latents");
  }

  private Tensor noise() {
    return golden.tensor("in.noise");
  }

  // ---- numbers

  private String out(String part) {
    return "out.%s.%s".formatted(variant, part);
  }

  /** Each item by itself, for their sizes may differ by a factor of 100. */
  private void compare(String output, Tensor actual, String tolerance) {
    compared.add(output);
    assertThat(actual.shape())
        .as("%s objectives: shape of %s", family, output)
        .containsExactly(golden.shape(output));
    Tensor expected = golden.tensor(output);
    for (long item = 0; item < BATCH; item++) {
      report.compare(
          family,
          "objectives",
          "%s[%d]".formatted(output, item),
          actual.select(0, item).toFloats(),
          expected.select(0, item).toFloats(),
          tolerances.applyAsDouble(tolerance));
    }
  }

  private double number(String key) {
    return element(key).getAsDouble();
  }

  private double[] numbers(String key) {
    return element(key).getAsJsonArray().asList().stream()
        .mapToDouble(JsonElement::getAsDouble)
        .toArray();
  }

  private long[] timesteps(String key) {
    return timesteps(element(key));
  }

  private long[] timesteps(String key, int item) {
    return timesteps(element(key).getAsJsonArray().get(item));
  }

  private static long[] timesteps(JsonElement list) {
    return list.getAsJsonArray().asList().stream().mapToLong(JsonElement::getAsLong).toArray();
  }

  /** The value of a dotted key. */
  private JsonElement element(String key) {
    JsonElement found = scalars;
    for (String name : key.split("\\.")) {
      found = found.getAsJsonObject().get(name);
    }
    return found;
  }

  private static String text(double scale) {
    return scale == Math.rint(scale) ? Long.toString((long) scale) : Double.toString(scale);
  }
}
