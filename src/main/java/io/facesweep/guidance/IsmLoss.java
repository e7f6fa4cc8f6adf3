package io.facesweep.guidance;

import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.settings.IsmSettings;
import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Interval score matching (Liang et al. 2023, LucidDreamer, arXiv 2311.11284): the guided noise at
 * t against the noise without the prompt at an earlier timestep s, where the point at s is found by
 * inverting DDIM without the prompt, and that at t by one more step of it. As in the released code
 * the inversion starts at a noisy point, and the prediction at t is guided.
 *
 * @param items one for each of the batch
 */
record IsmLoss(List<IsmSettings> items) implements DistillationLoss {
  private static final double SETTINGS_TOTAL = 1000;

  IsmLoss {
    items = List.copyOf(items);
  }

  static IsmLoss of(List<LossItem> items) {
    return new IsmLoss(items.stream().map(item -> item.settings().ism()).toList());
  }

  @Override
  public List<String> texts(Prompts prompts) {
    return List.of(prompts.unconditional(), prompts.prompt());
  }

  @Override
  public Start start(DistillationQuery query, NoisePredictor predictor) {
    NoiseSchedule schedule = predictor.schedule();
    List<long[]> ways =
        IntStream.range(0, query.batch())
            .mapToObj(i -> way(query.timesteps()[i], items.get(i), schedule.trainTimesteps()))
            .toList();
    long[] first = ways.stream().mapToLong(way -> way[0]).toArray();
    Inversion inversion =
        new Inversion(
            schedule,
            (noisy, timesteps, rows) ->
                predictor
                    .noise(
                        noisy,
                        timesteps,
                        List.of(BatchRows.of(query.texts().get(0), rows)),
                        controls(query, rows))
                    .get(0),
            (moved, step, from, to, rows) -> moved);
    Inversion.Arrival found =
        inversion.walk(schedule.addNoise(query.latents(), query.noise(), first), ways);
    return new Start(found.noisy(), found.noise());
  }

  /** Whether the inversion sees them is each item's: a scale of 0 is no ControlNet. */
  private List<Control> controls(DistillationQuery query, int[] rows) {
    boolean any = IntStream.of(rows).anyMatch(row -> items.get(row).controlledInversion());
    return any
        ? query.controls().stream()
            .map(control -> control.of(rows, row -> items.get(row).controlledInversion()))
            .toList()
        : List.of();
  }

  /** The points of the inversion, the last two of which are s and t. */
  static long[] way(long timestep, IsmSettings ism, int total) {
    double unit = total / SETTINGS_TOTAL;
    long stride = Math.max(1, Math.round(ism.stride() * unit));
    long interval = Math.max(1, Math.round(ism.interval() * unit));
    long end = Math.max(Math.min(1, timestep), timestep - interval); // s
    long start = Math.max(Math.min(1, timestep), end - stride * ism.inversionSteps());
    LongStream before = LongStream.iterate(start, t -> t < end, t -> t + stride);
    return LongStream.concat(before, LongStream.of(end, timestep)).toArray();
  }

  @Override
  public Tensor combined(Predictions found, DistillationQuery query) {
    return found.guided(0, 1, query);
  }

  /** Its own, sqrt((1 - abar) / abar). */
  @Override
  public double weight(Weighting weighting, double alphasCumprod) {
    return Math.sqrt((1 - alphasCumprod) / alphasCumprod);
  }
}
