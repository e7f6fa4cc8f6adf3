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
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.Phases;
import io.facesweep.settings.TextureParameter;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.RecordJson;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import io.facesweep.store.StepRow;
import io.facesweep.store.SweepFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures the finished stages of a sweep anew with the instrument that its configuration now asks
 * for, and the starts of its trials. Nothing is synthesised: heads come from the stored
 * coefficients, textures from the stored latents. Records and files of stages stay as they are;
 * what is measured lies beside them.
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
  private final Instrument instrument;
  private final Consumer<String> console;
  private final StoredGeometries geometries;
  private final List<String> problems = new ArrayList<>();
  private int measured;
  private int known;
  private int notDone;
  private int starts;
  private final Set<String> done = new HashSet<>();

  private SweepMeasurement(StageStore store, Instrument instrument, Consumer<String> console) {
    this.store = store;
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
    folder.read(); // there is such a sweep
    Fingerprints fingerprints = ModelFingerprints.of(config, place.hadoop());
    Instrument instrument = Instruments.of(config, place.hadoop());
    StageRunners runners = SynthesisRunners.of(config, fingerprints, instrument);
    SweepPlan plan = plan(config, fingerprints, store, place);
    SweepMeasurement measurement = new SweepMeasurement(store, instrument, console);
    Summary summary = measurement.run(plan, runners, place);
    folder.write(instrument);
    folder.addStarts(plan);
    return summary;
  }

  /** The stages may have been computed on another device, where {@code dtype = auto} is another. */
  private static SweepPlan plan(
      SweepConfig config, Fingerprints fingerprints, StageStore store, RunnerPlace place) {
    Set<String> done = new HashSet<>();
    for (StageKind kind : StageKind.values()) {
      done.addAll(store.recorded(kind).done());
    }
    SweepPlan here = SweepPlanner.plan(config, fingerprints.withAutomatic(place.automatic()));
    return Stream.of(Dtype.FLOAT32, Dtype.FLOAT16)
        .filter(type -> type != place.automatic())
        .map(type -> SweepPlanner.plan(config, fingerprints.withAutomatic(type)))
        .filter(there -> count(there, done) > count(here, done))
        .findFirst()
        .orElse(here);
  }

  /** How many stages of a plan are among those that an output has. */
  private static long count(SweepPlan plan, Set<String> done) {
    return Stream.of(plan.geometryStages(), plan.textureStages())
        .flatMap(List::stream)
        .filter(stage -> done.contains(stage.id()))
        .count();
  }

  private Summary run(SweepPlan plan, StageRunners runners, RunnerPlace place) {
    Map<ModelSettings, Unmeasured> left = new LinkedHashMap<>();
    Stream.of(plan.geometryStages(), plan.textureStages())
        .flatMap(List::stream)
        .forEach(stage -> look(stage, left));
    List<Start> begun = StartMeasurement.ofDone(plan, done::contains);
    StartMeasurement.unmeasured(store, begun, instrument.id())
        .forEach(start -> of(start.models(), left).starts().add(start));
    left.forEach(
        (models, unmeasured) -> {
          try (StageRunner runner = runners.open(place, models)) {
            unmeasured.stages().forEach(stage -> measure(stage, runner));
            unmeasured.starts().forEach(start -> measure(start, runner));
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
      store.keep(record, runner.measure(stage, result(stage, record), nonFinite(record)));
      measured++;
      console.accept(
          "Measured %s of \"%s\", seed %d"
              .formatted(RecordJson.text(stage.kind()), stage.promptText(), stage.seed()));
    } catch (UserException | UnusableGeometryException e) {
      problems.add(
          "Cannot measure stage %s: %s".formatted(stage.id(), String.valueOf(e.getMessage())));
    }
  }

  private StoredResult result(Stage stage, StageRecord record) throws UnusableGeometryException {
    if (stage.kind() == StageKind.GEOMETRY) {
      return new StoredResult(geometries.coefficients(stage.id()), new float[0]);
    }
    float[] coefficients =
        stage.settings().phases() == Phases.DECOUPLED
            ? geometries.coefficients(stage.geometryStage())
            : GeometryFile.read(read(record, AssetNames.COEFFICIENTS), AssetNames.COEFFICIENTS);
    boolean isTexels = stage.settings().texture().parameter() == TextureParameter.RGB;
    String texture = isTexels ? AssetNames.TEXELS : AssetNames.LATENTS;
    return new StoredResult(coefficients, NumpyFile.read(read(record, texture), texture));
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
