package io.facesweep.guidance;

import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.PerItem;
import io.facesweep.settings.SdiSettings;
import io.facesweep.settings.Weighting;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Score distillation by inversion (Lukoianov et al. 2024, arXiv 2405.15891): the noise is found by
 * inverting guided DDIM from the latents, and the gradient is z - x_0 of the guided prediction
 * there, which is sqrt((1 - abar) / abar) times its difference from the noise that was found.
 *
 * <p>As in the released code, the inversion ends at or above t and its end is taken as if it were
 * at t; with {@link SdiSettings#remap} the noise of that end is put on the latents at t, as the
 * paper has it.
 *
 * @param items one for each of the batch
 */
record SdiLoss(List<Item> items) implements DistillationLoss {
  /** The first timestep of inference schedules of Stable Diffusion, steps_offset. */
  private static final long OFFSET = 1;

  /** What an item draws. */
  interface Draws {
    /** Returns how far beyond t the inversion ends, from 0 to below a bound. */
    long beyond(long bound);

    /** Returns standard normal noise [4, h, w] of a step of the inversion. */
    Tensor noise(int step, long height, long width);
  }

  record Item(SdiSettings settings, Draws draws) {}

  SdiLoss {
    items = List.copyOf(items);
  }

  static SdiLoss of(List<LossItem> items) {
    return new SdiLoss(
        items.stream()
            .map(i -> new Item(i.settings().sdi(), new StreamDraws(i.random())))
            .toList());
  }

  /** Draws of a step and a purpose. */
  private record StreamDraws(RandomStream random) implements Draws {
    @Override
    public long beyond(long bound) {
      return random.child("beyond").scalars().nextLong(bound);
    }

    @Override
    public Tensor noise(int step, long height, long width) {
      return random.child("inversion").child(step).normal(LatentCodec.CHANNELS, height, width);
    }
  }

  @Override
  public List<String> texts(Prompts prompts) {
    return List.of(prompts.unconditional(), prompts.prompt());
  }

  @Override
  public Start start(DistillationQuery query, NoisePredictor predictor) {
    NoiseSchedule schedule = predictor.schedule();
    List<long[]> ways = new ArrayList<>();
    for (int i = 0; i < query.batch(); i++) {
      int steps = items.get(i).settings().inversionSteps();
      long spacing = spacing(steps, schedule.trainTimesteps());
      long beyond = items.get(i).draws().beyond(spacing);
      ways.add(way(query.timesteps()[i], steps, beyond, schedule.trainTimesteps()));
    }
    Inversion inversion =
        new Inversion(
            schedule,
            (noisy, timesteps, rows) -> predicted(noisy, timesteps, rows, query, predictor),
            (moved, step, from, to, rows) -> noisier(moved, step, from, to, rows, schedule));
    Tensor end = inversion.walk(query.latents(), ways).noisy();
    long[] last = ways.stream().mapToLong(way -> way[way.length - 1]).toArray();
    return start(end, last, query, schedule);
  }

  private static long spacing(int steps, int total) {
    return Math.max(1, total / steps);
  }

  /**
   * The points of the inversion: evenly spaced ones below t, the first of all one space before 1 as
   * in the released scheduler, and the end.
   */
  static long[] way(long timestep, int steps, long beyond, int total) {
    long spacing = spacing(steps, total);
    LongStream even = LongStream.iterate(OFFSET, t -> t < timestep, t -> t + spacing);
    return LongStream.concat(
            LongStream.concat(LongStream.of(OFFSET - spacing), even),
            LongStream.of(Math.min(timestep + beyond, total - 1L)))
        .toArray();
  }

  private Tensor predicted(
      Tensor noisy, long[] timesteps, int[] rows, DistillationQuery query, NoisePredictor net) {
    List<Tensor> texts = query.texts().stream().map(text -> BatchRows.of(text, rows)).toList();
    List<Control> controls =
        query.controls().stream().map(control -> control.of(rows, row -> true)).toList();
    List<Tensor> noise = net.noise(noisy, timesteps, texts, controls);
    double[] scales =
        IntStream.of(rows)
            .mapToDouble(
                row ->
                    query
                        .guidance()
                        .get(row)
                        .form()
                        .effectiveScale(items.get(row).settings().inversionScale()))
            .toArray();
    return Guidance.combined(noise.get(0), noise.get(1), scales);
  }

  /** DDIM's eta: new noise on top of a whole step. */
  private Tensor noisier(
      Tensor moved, int step, long[] from, long[] to, int[] rows, NoiseSchedule schedule) {
    double[] levels = new double[rows.length];
    List<Tensor> noise = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      Item item = items.get(rows[i]);
      double alpha = Inversion.alpha(schedule, from[i]);
      double next = Inversion.alpha(schedule, to[i]);
      double variance = (1 - alpha) / (1 - next) * (1 - next / alpha);
      levels[i] = item.settings().eta() * Math.sqrt(Math.max(0, variance));
      noise.add(item.draws().noise(step, moved.shape(2), moved.shape(3)));
    }
    if (Arrays.stream(levels).allMatch(level -> level == 0)) {
      return moved;
    }
    Tensor drawn = Tensor.stack(0, noise).like(moved);
    return moved.add(drawn.mul(PerItem.of(levels, moved)));
  }

  /** Where the gradient is predicted, and the noise that the latents would have there. */
  private Start start(Tensor end, long[] last, DistillationQuery query, NoiseSchedule schedule) {
    long[] timesteps = query.timesteps();
    Tensor latents = query.latents();
    boolean[] remapped = new boolean[last.length];
    long[] levels = new long[last.length];
    for (int i = 0; i < last.length; i++) {
      remapped[i] = items.get(i).settings().remap();
      levels[i] = remapped[i] ? last[i] : timesteps[i];
    }
    Tensor found = noiseOf(end, latents, levels, schedule);
    Tensor points = end;
    if (IntStream.range(0, last.length).anyMatch(i -> remapped[i])) {
      Tensor mapped = schedule.addNoise(latents, found, timesteps);
      points = BatchRows.chosen(remapped, mapped, end);
    }
    return new Start(points, found);
  }

  /** The noise by which latents become noisy ones at a timestep. */
  private static Tensor noiseOf(
      Tensor noisy, Tensor latents, long[] timesteps, NoiseSchedule schedule) {
    double[] signal = new double[timesteps.length];
    double[] inverse = new double[timesteps.length];
    for (int i = 0; i < timesteps.length; i++) {
      double alpha = schedule.alphasCumprod(timesteps[i]);
      signal[i] = Math.sqrt(alpha);
      inverse[i] = 1 / Math.sqrt(1 - alpha);
    }
    List<Tensor> rows = PerItem.of(noisy, signal, inverse);
    return noisy.sub(latents.mul(rows.get(0))).mul(rows.get(1));
  }

  @Override
  public Tensor combined(Predictions found, DistillationQuery query) {
    double[] scales = query.guidance().stream().mapToDouble(Guidance::effectiveScale).toArray();
    return Guidance.combined(found.noise().get(0), found.noise().get(1), scales);
  }

  /** That of z - x_0, sqrt((1 - abar) / abar). */
  @Override
  public double weight(Weighting weighting, double alphasCumprod) {
    return Math.sqrt((1 - alphasCumprod) / alphasCumprod);
  }
}
