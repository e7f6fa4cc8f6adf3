package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.NumpyFile;
import io.facesweep.config.SweepConfig;
import io.facesweep.models.Instruments;
import io.facesweep.models.ModelFingerprints;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.Start;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.Phases;
import io.facesweep.settings.TextureParameter;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.Measures;
import io.facesweep.store.RecordJson;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import io.facesweep.store.StepRow;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.StoredTrial;
import io.facesweep.store.SweepFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the finished stages of a sweep anew with the instrument that its configuration now asks
 * for, and the starts of its trials. Nothing is synthesised: heads come from the stored
 * coefficients, textures from the stored latents. Which stages those are is said by the plan that
 * the output keeps, so that stages of earlier versions are measured too. Records and files of
 * stages stay as they are; what is measured lies beside them.
 */
public final class SweepMeasurement {
  /**
   * What was done.
   *
   * @param instrument id of what was measured with
   * @param measured stages that were measured now
   * @param known stages that had such measures already
   * @param notDone stages of the plan without a result
   * @param starts what trials have before their first step that was measured now
   * @param problems stages and starts that could not be measured, a line each
   */
  public record Summary(
      String instrument, int measured, int known, int notDone, int starts, List<String> problems) {}

  private final StageStore store;
  private final Fingerprints fingerprints;
  private final Instrument instrument;
  private final Consumer<String> console;
  private final StoredGeometries geometries;
  private final List<String> problems = new ArrayList<>();
  private int measured;
  private int known;
  private int notDone;
  private int starts;
  private final Set<String> done = new HashSet<>();

  private SweepMeasurement(
      StageStore store,
      Fingerprints fingerprints,
      Instrument instrument,
      Consumer<String> console) {
    this.store = store;
    this.fingerprints = fingerprints;
    this.instrument = instrument;
    this.console = console;
    this.geometries = new StoredGeometries(store);
  }

  /**
   * Measures what has no such measures yet; so the same call goes on where it was ended.
   *
   * @param store the sweep's output
   * @param console gets a line for each stage
   * @throws UserException if the sweep was never run, or a model or the output cannot be reached
   */
  public static Summary run(
      SweepConfig config, StageStore store, RunnerPlace place, Consumer<String> console) {
    SweepFolder folder = new SweepFolder(store, config.sweep().name());
    StoredSweep stored = folder.read();
    Fingerprints fingerprints = ModelFingerprints.of(config, place.hadoop());
    Instrument instrument = Instruments.of(config, place.hadoop());
    StageRunners runners = SynthesisRunners.of(config, fingerprints, instrument);
    OutputPlan output = OutputPlan.of(plan(config, fingerprints, stored, place), stored);
    SweepMeasurement measurement = new SweepMeasurement(store, fingerprints, instrument, console);
    measurement.problems.addAll(output.problems());
    Summary summary = measurement.run(output.plan(), runners, place);
    if (summary.measured() + summary.known() == 0) {
      measurement.problems.add("Nothing was measured: the tables keep the measures that they have");
    } else {
      folder.write(instrument);
      folder.addStarts(output.plan());
    }
    return summary;
  }

  /**
   * The stages may have been computed on another device, where {@code dtype = auto} is another; the
   * nets that measure them compute as they did.
   */
  private static SweepPlan plan(
      SweepConfig config, Fingerprints fingerprints, StoredSweep stored, RunnerPlace place) {
    Set<String> known = stored.trials().stream().map(StoredTrial::id).collect(Collectors.toSet());
    SweepPlan here = SweepPlanner.plan(config, fingerprints.withAutomatic(place.automatic()));
    boolean isAutomatic = config.modelSets().stream().anyMatch(ModelSettings::isAutomatic);
    if (!isAutomatic || count(here, known) == here.trials().size()) {
      return here;
    }
    Dtype other = place.automatic() == Dtype.FLOAT32 ? Dtype.FLOAT16 : Dtype.FLOAT32;
    SweepPlan there = SweepPlanner.plan(config, fingerprints.withAutomatic(other));
    return count(there, known) > count(here, known) ? there : here;
  }

  /** How many trials of a plan are among those that an output has. */
  private static long count(SweepPlan plan, Set<String> known) {
    return plan.trials().stream().filter(trial -> known.contains(trial.id())).count();
  }

  private Summary run(SweepPlan plan, StageRunners runners, RunnerPlace place) {
    Map<ModelSettings, Unmeasured> unmeasuredByModels = new LinkedHashMap<>();
    Stream.of(plan.geometryStages(), plan.textureStages())
        .flatMap(List::stream)
        .forEach(stage -> look(stage, unmeasuredByModels));
    List<Start> begun = StartMeasurement.ofDone(plan, done::contains);
    StartMeasurement.unmeasured(store, begun, instrument.id())
        .forEach(start -> of(start.models(), unmeasuredByModels).starts().add(start));
    unmeasuredByModels.forEach(
        (models, unmeasured) -> {
          try (StageRunner runner = runners.open(place, models)) {
            unmeasured.stages().forEach(stage -> measure(stage, runner));
            Set<Start> left = new HashSet<>(StartMeasurement.ofDone(plan, done::contains));
            unmeasured.starts().stream()
                .filter(left::contains)
                .forEach(start -> measure(start, runner));
          }
        });
    return new Summary(instrument.id(), measured, known, notDone, starts, problems);
  }

  private void measure(Start start, StageRunner runner) {
    Optional<String> problem = StartMeasurement.measure(store, start, instrument.id(), runner);
    if (problem.isPresent()) {
      problems.add(problem.get());
    } else {
      starts++;
      console.accept("Measured the start of \"%s\"".formatted(start.promptText()));
    }
  }

  /** What one set of models has to measure. */
  private record Unmeasured(List<DoneStage> stages, List<Start> starts) {}

  private record DoneStage(Stage stage, StageRecord record) {}

  private static Unmeasured of(ModelSettings models, Map<ModelSettings, Unmeasured> left) {
    return left.computeIfAbsent(models, m -> new Unmeasured(new ArrayList<>(), new ArrayList<>()));
  }

  private void look(Stage stage, Map<ModelSettings, Unmeasured> left) {
    StageLookup lookup = store.lookup(stage.kind(), stage.id());
    if (!(lookup instanceof StageLookup.Found found)
        || found.record().status() != StageStatus.DONE) {
      notDone++;
      return;
    }
    done.add(stage.id());
    if (isMeasured(found.record())) {
      known++;
    } else {
      of(stage.models(), left).stages().add(new DoneStage(stage, found.record()));
    }
  }

  /** A stage that a judge failed on is measured again. */
  private boolean isMeasured(StageRecord record) {
    return store
        .measures(record, instrument.id())
        .filter(measures -> measures.judgeErrors().isEmpty())
        .isPresent();
  }

  private void measure(DoneStage unmeasured, StageRunner runner) {
    Stage stage = unmeasured.stage();
    StageRecord record = unmeasured.record();
    try {
      requireSameModels(stage, record);
      store.keep(record, runner.measure(stage, result(stage, record), nonFinite(record)));
      measured++;
      console.accept(
          "Measured %s of \"%s\", seed %d"
              .formatted(RecordJson.text(stage.kind()), stage.promptText(), stage.seed()));
    } catch (UserException | UnusableGeometryException e) {
      failed(stage, String.valueOf(e.getMessage()));
    } catch (RuntimeException | OutOfMemoryError e) {
      DeviceFault.requireUsable(e);
      failed(stage, DeviceFault.reason(e));
    }
  }

  private void failed(Stage stage, String reason) {
    done.remove(stage.id());
    problems.add(
        "Cannot measure %s of \"%s\", seed %d, stage %s: %s"
            .formatted(
                RecordJson.text(stage.kind()),
                stage.promptText(),
                stage.seed(),
                stage.id(),
                reason));
  }

  private StoredResult result(Stage stage, StageRecord record) throws UnusableGeometryException {
    if (stage.kind() == StageKind.GEOMETRY) {
      return StoredResult.ofGeometry(geometries.of(stage.id()).coefficients());
    }
    StoredGeometry geometry =
        stage.settings().phases() == Phases.DECOUPLED
            ? geometry(stage.geometryStage())
            : new StoredGeometry(
                GeometryFile.read(read(record, AssetNames.COEFFICIENTS), AssetNames.COEFFICIENTS),
                Measures.NONE);
    boolean isTexels = stage.settings().texture().parameter() == TextureParameter.RGB;
    String texture = isTexels ? AssetNames.TEXELS : AssetNames.LATENTS;
    return new StoredResult(geometry, NumpyFile.read(read(record, texture), texture));
  }

  /** A geometry with what the instrument has measured of it, perhaps just now. */
  private StoredGeometry geometry(@Nullable String id) throws UnusableGeometryException {
    StoredGeometry stored = geometries.of(id);
    return id == null
        ? stored
        : new StoredGeometry(
            stored.coefficients(),
            store
                .read(StageKind.GEOMETRY, id)
                .flatMap(record -> store.measures(record, instrument.id()))
                .orElse(Measures.NONE));
  }

  /** With another face or another diffusion model the head and its texture would be others. */
  private void requireSameModels(Stage stage, StageRecord record) {
    if (!saysModels(record)) {
      return;
    }
    Map<String, Object> now = SettingsColumns.models(stage, fingerprints);
    for (ModelRole role : ModelRole.values()) {
      if (role.isInEveryTrial() || role.isPartOfDiffusion()) {
        requireSame(role.key(), record, now);
      }
    }
    SettingsColumns.checkpoint().keySet().forEach(key -> requireSame(key, record, now));
  }

  /** Compares what is there where a hash says it, else the value itself. */
  private static void requireSame(String key, StageRecord record, Map<String, Object> now) {
    String named = Objects.requireNonNull(SettingsColumns.models().get(key), key);
    String hashed = named + SettingsColumns.FINGERPRINT;
    String column = SettingsColumns.types().containsKey(hashed) ? hashed : named;
    String what = column.equals(hashed) ? "fingerprint" : "value";
    Object then = record.settings().getOrDefault(column, "none");
    Object here = now.getOrDefault(column, "none");
    if (!then.equals(here)) {
      throw new UserException(
          "%s is not what it was computed with: its %s was %s and is %s (name that one again)"
              .formatted(key, what, then, here));
    }
  }

  /** Records of the first versions do not name their models. */
  private static boolean saysModels(StageRecord record) {
    return record
        .settings()
        .containsKey(
            SettingsColumns.models().get(ModelRole.DIFFUSION.key()) + SettingsColumns.FINGERPRINT);
  }

  private byte[] read(StageRecord record, String name) {
    AssetRecord asset =
        record
            .asset(name)
            .orElseThrow(() -> new UserException("Cannot read %s: it has none".formatted(name)));
    return store.readAsset(record, asset);
  }

  /** The stage's non-finite gradients, which only its step curve knows. */
  private long nonFinite(StageRecord record) {
    return record
        .asset(StageRecord.STEPS)
        .map(curve -> StepLog.read(store.readAsset(record, curve), StageRecord.STEPS))
        .orElse(List.of())
        .stream()
        .mapToLong(StepRow::nonFinite)
        .sum();
  }
}
