package io.facesweep.train;

import io.facesweep.UserException;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.BatchKernels;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage from its last checkpoint to its last step.
 *
 * <p>A step's batch is split over lanes, threads that each compute the gradient of their part; the
 * parts are added in order. So the result depends on the number of lanes, which is a setting, and
 * not on the machine's speed; an interrupted run that goes on gives the numbers of one that was
 * not.
 */
public final class Trainer {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.99;
  private static final double EPS = 1e-8;
  private static final int MOST_DRAWING = 12;

  private final Pace pace;
  private final Path folder;
  private final RandomStream random;
  private final Device device;
  private final TrainingListener listener;
  private final @Nullable StartSnapshot start;

  /**
   * When what happens.
   *
   * @param lanes parts of a batch, one thread each
   * @param logEvery steps
   * @param validateEvery steps, a multiple of logEvery
   * @param checkpointEvery at the next logged step after this long
   */
  public record Pace(int lanes, long logEvery, long validateEvery, Duration checkpointEvery) {}

  /** A run of consecutive parameters with the same learning rate. */
  private record Group(long begin, long end, double factor) {}

  public Trainer(
      Pace pace, Path folder, RandomStream random, Device device, TrainingListener listener) {
    this(pace, folder, random, device, listener, null);
  }

  /**
   * @param start gives the first values of what has no checkpoint yet, as far as it has them; null
   *     for the stages' own
   */
  public Trainer(
      Pace pace,
      Path folder,
      RandomStream random,
      Device device,
      TrainingListener listener,
      @Nullable StartSnapshot start) {
    this.pace = pace;
    this.folder = folder;
    this.random = random;
    this.device = device;
    this.listener = listener;
    this.start = start;
  }

  /**
   * Trains, or does nothing where the stage is finished.
   *
   * @param use is handed the parameters at the end, and at validations where they are of use before
   * @throws TrainingStopped after a checkpoint, when the listener asked for it
   */
  public void run(TrainingStage stage, Consumer<Parameters> use) {
    Path own = folder.resolve(stage.name());
    try {
      Files.createDirectories(own);
    } catch (IOException e) {
      throw new UserException("Cannot create %s: %s".formatted(own, e), e);
    }
    RandomStream stream = random.child(stage.name());
    DType type = stage.nets().type();
    String made =
        "seed stream %016x, batch %d in %d lanes%s"
            .formatted(
                stream.seed(),
                stage.settings().batch(),
                pace.lanes(),
                type == DType.FLOAT32 ? "" : ", in " + type.name().toLowerCase(Locale.ROOT));
    CheckpointStore store = new CheckpointStore(own.resolve("checkpoint.safetensors"), made);
    TrainingState state =
        store
            .load(stage.layout().size())
            .orElseGet(() -> TrainingState.initial(LossScale.first(type), initial(stage, stream)));
    // Also for frozen nets: nobody compares items here.
    try (BatchKernels.Scope fastest = BatchKernels.FASTEST.open();
        Parameters parameters = new Parameters(stage.layout(), state, device)) {
      stage.bind(parameters);
      if (state.step() < stage.settings().steps()) {
        new Run(stage, parameters, store, own, stream, use, state.scale()).from(state.step());
      }
      use.accept(parameters);
    }
  }

  private float[] initial(TrainingStage stage, RandomStream stream) {
    return start != null && start.has(stage)
        ? start.values(stage)
        : stage.initial(stream.child("initial"));
  }

  /** One stage's steps. */
  private final class Run {
    private final TrainingStage stage;
    private final StageSettings settings;
    private final Parameters parameters;
    private final CheckpointStore store;
    private final Path own;
    private final RandomStream stream;
    private final Consumer<Parameters> use;
    private final List<Group> groups;
    private LossScale scale;

    /**
     * Whether a step has been computed. The lanes of the first one run one after another: libtorch
     * 2.7.1 crashed once where two threads made the same convolutions at once, in the backward pass
     * of oneDNN's.
     */
    private boolean isWarm;

    Run(
        TrainingStage stage,
        Parameters parameters,
        CheckpointStore store,
        Path own,
        RandomStream stream,
        Consumer<Parameters> use,
        LossScale scale) {
      this.stage = stage;
      this.use = use;
      this.scale = scale;
      this.settings = stage.settings();
      this.parameters = parameters;
      this.store = store;
      this.own = own;
      this.stream = stream;
      this.groups = groups();
    }

    private List<Group> groups() {
      List<Group> found = new ArrayList<>();
      for (ParameterLayout.Slot slot : parameters.layout().slots()) {
        double factor = stage.learningRateFactor(slot.name());
        long end = slot.offset() + slot.size();
        int last = found.size() - 1;
        if (last >= 0 && found.get(last).factor() == factor) {
          found.set(last, new Group(found.get(last).begin(), end, factor));
        } else {
          found.add(new Group(slot.offset(), end, factor));
        }
      }
      return found;
    }

    void from(long done) {
      listener.started(stage.name(), done, settings.steps());
      TrainingLog log = new TrainingLog(own.resolve("log.jsonl"), done);
      if (done == 0) {
        validate(log, 0);
      }
      ExecutorService threads = Executors.newFixedThreadPool(pace.lanes());
      try (TensorOwner owner = new TensorOwner();
          @Nullable DrawnAhead ahead = ahead(done)) {
        List<Tensor> gradients = buffers(owner);
        long saved = System.nanoTime();
        long began = System.nanoTime();
        double losses = 0;
        double norms = 0;
        long counted = 0;
        long logged = done;
        for (long step = done + 1; step <= settings.steps(); step++) {
          double computed = lanes(threads, gradients, step, ahead);
          double norm = update(gradients, step);
          if (Double.isFinite(norm)) {
            losses += computed;
            norms += norm;
            counted++;
          }
          boolean last = step == settings.steps();
          boolean stop = listener.stopRequested();
          if (step % pace.logEvery() != 0 && !last) {
            continue;
          }
          double loss = losses / counted;
          double seconds = (System.nanoTime() - began) / 1e9;
          Map<String, Double> figures = new HashMap<>();
          figures.put("loss", loss);
          figures.put("gradient_norm", norms / counted);
          figures.put("learning_rate", settings.learningRateAt(step));
          figures.put("seconds", seconds);
          if (LossScale.isNeeded(stage.nets().type())) {
            figures.put("loss_scale", scale.factor());
            figures.put("skipped", (double) scale.skipped());
          }
          log.write(step, figures);
          double each = seconds / (step - logged);
          listener.progress(
              stage.name(),
              step,
              settings.steps(),
              loss,
              settings.learningRateAt(step),
              Duration.ofSeconds((long) (each * (settings.steps() - step))));
          if (step % pace.validateEvery() == 0 || last) {
            validate(log, step);
            if (!last && stage.isUsableEarly()) {
              use.accept(parameters);
            }
          }
          long now = System.nanoTime();
          if (last || stop || now - saved >= pace.checkpointEvery().toNanos()) {
            store.save(parameters.state(step, scale));
            saved = System.nanoTime();
          }
          if (stop && !last) {
            throw new TrainingStopped(stage.name(), step);
          }
          losses = 0;
          norms = 0;
          counted = 0;
          logged = step;
          began = System.nanoTime();
        }
      } finally {
        threads.shutdownNow();
      }
    }

    private List<Tensor> buffers(TensorOwner owner) {
      try (TensorScope scope = TensorScope.open()) {
        List<Tensor> buffers = new ArrayList<>();
        for (int lane = 0; lane < pace.lanes(); lane++) {
          buffers.add(owner.adopt(parameters.values().zerosLike()));
        }
        return buffers;
      }
    }

    /** On a CPU the cores have enough to do without it: null. */
    private @Nullable DrawnAhead ahead(long done) {
      int others = Runtime.getRuntime().availableProcessors() - 1;
      return device.isCuda() && others > 0
          ? new DrawnAhead(stage, stream, pace.lanes(), done, Math.min(MOST_DRAWING, others))
          : null;
    }

    /** Fills the lanes' gradients; the mean loss. */
    private double lanes(
        ExecutorService threads, List<Tensor> gradients, long step, @Nullable DrawnAhead ahead) {
      List<Future<Double>> running = new ArrayList<>();
      int lanes = pace.lanes();
      List<TrainingStage.Drawn> drawn = ahead == null ? List.of() : ahead.take(step);
      for (int lane = 0; lane < lanes; lane++) {
        int own = lane;
        Future<Double> begun =
            threads.submit(
                () ->
                    gradient(
                        gradients.get(own),
                        drawn.isEmpty()
                            ? DrawnAhead.draw(stage, stream, step, own, lanes)
                            : drawn.get(own),
                        DrawnAhead.items(settings.batch(), own, lanes)));
        if (!isWarm) {
          await(begun, step);
        }
        running.add(begun);
      }
      isWarm = true;
      double sum = 0;
      for (Future<Double> lane : running) {
        sum += await(lane, step);
      }
      return sum;
    }

    private double await(Future<Double> lane, long step) {
      try {
        return lane.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Cannot train: interrupted", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(
            "Cannot train: step %d of stage %s failed".formatted(step, stage.name()), e.getCause());
      }
    }

    /** Computes one lane's scaled gradient times its share of the batch into {@code target}. */
    private double gradient(Tensor target, TrainingStage.Drawn drawn, int items) {
      double share = (double) items / settings.batch();
      try (BatchKernels.Scope fastest = BatchKernels.FASTEST.open();
          TensorScope scope = TensorScope.open()) {
        if (items == 0) {
          target.copyInPlace(target.zerosLike());
          return 0;
        }
        Tensor loss;
        List<Tensor> found;
        try (GradMode on = GradMode.enabled()) {
          loss = TensorScope.compute(() -> drawn.loss().mul(share * scale.factor()));
          found = Autograd.gradients(loss, parameters.leaves());
        }
        try (GradMode off = GradMode.disabled()) {
          List<Tensor> flat = found.stream().map(gradient -> gradient.reshape(-1)).toList();
          target.copyInPlace(Tensor.cat(0, flat));
          return loss.item() / scale.factor();
        }
      }
    }

    /**
     * One step of the optimiser; the gradient's norm before it is limited, or NaN where it
     * overflowed and nothing was changed.
     */
    private double update(List<Tensor> gradients, long step) {
      try (TensorScope scope = TensorScope.open();
          GradMode off = GradMode.disabled()) {
        Tensor total = gradients.get(0);
        for (int lane = 1; lane < gradients.size(); lane++) {
          total.addInPlace(gradients.get(lane), 1);
        }
        double norm = total.norm(0).item() / scale.factor();
        if (!Double.isFinite(norm)) {
          if (scale.canFall()) {
            scale = scale.fallen();
            return Double.NaN;
          }
          throw new UserException(
              "Cannot go on training %s: the gradient of step %d is not finite; the last checkpoint is whole, start again from it with a lower learning-rate"
                  .formatted(stage.name(), step));
        }
        double factor = Math.min(1, settings.clipNorm() / norm) / scale.factor();
        if (factor != 1) {
          total.mulInPlace(factor);
        }
        for (Group group : groups) {
          Functional.adamwInPlace(
              part(parameters.values(), group),
              part(total, group),
              part(parameters.firstMoment(), group),
              part(parameters.secondMoment(), group),
              step - scale.skipped(),
              settings.learningRateAt(step) * group.factor(),
              BETA1,
              BETA2,
              EPS,
              settings.weightDecay());
        }
        Functional.lerpInPlace(
            List.of(parameters.average()),
            List.of(parameters.values()),
            1 - settings.averagingAt(step));
        if (LossScale.isNeeded(stage.nets().type())) {
          scale = scale.kept();
        }
        return norm;
      }
    }

    private static List<Tensor> part(Tensor flat, Group group) {
      return List.of(flat.slice(0, group.begin(), group.end()));
    }

    private void validate(TrainingLog log, long step) {
      try (TensorScope scope = TensorScope.open();
          GradMode off = GradMode.disabled()) {
        Map<String, Double> figures = stage.validate();
        log.write(step, figures);
        listener.validated(stage.name(), step, figures);
        stage.samples(own, "step-%06d".formatted(step));
      }
    }
  }
}
