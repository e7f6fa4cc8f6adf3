package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.models.JudgeFiles;
import io.facesweep.models.LocalModels;
import io.facesweep.models.ModelFingerprints;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Instrument;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.RunSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Opens the checkpoints of a configuration on executors, where they lie at the same paths or are
 * copied to.
 *
 * @param fingerprints of the checkpoints on the driver's machine, which all must have
 * @param places where models, LoRAs, embeddings and images lie, by the names that the configuration
 *     gives them
 * @param run what a stage saves, and how long it may take
 * @param instrument that stages are measured with
 * @param prompts what the diffusion model is given for each prompt of the sweep
 */
public record SynthesisRunners(
    Fingerprints fingerprints,
    Map<String, String> places,
    RunSettings run,
    Instrument instrument,
    List<String> prompts)
    implements StageRunners {
  public SynthesisRunners {
    places = Map.copyOf(places);
    prompts = List.copyOf(prompts);
  }

  /** For a sweep whose models have these fingerprints. */
  public static SynthesisRunners of(
      SweepConfig config, Fingerprints fingerprints, Instrument instrument) {
    List<String> prompts =
        config.sweep().prompts().stream().map(config.sweep()::promptText).toList();
    Map<String, String> places = new HashMap<>();
    Stream.of(
            config.modelSets().stream().flatMap(models -> models.places().values().stream()),
            fingerprints.files().keySet().stream(),
            instrument.settings().judgeFiles().stream())
        .flatMap(names -> names)
        .forEach(name -> places.put(name, LocalModels.absolute(name)));
    return new SynthesisRunners(fingerprints, places, config.run(), instrument, prompts);
  }

  @Override
  public String key() {
    return "%s %s %s %s %s"
        .formatted(fingerprints, new TreeMap<>(places), run, instrument.id(), prompts.hashCode());
  }

  /** The first CUDA device of this machine, if it has one: what a task in this process uses. */
  @Override
  public Device localDevice() {
    return Device.preferred();
  }

  @Override
  public StageRunner open(RunnerPlace place, ModelSettings models) {
    LocalModels machine = LocalModels.ofThisMachine(place.hadoop());
    UnaryOperator<String> local = name -> machine.local(places.getOrDefault(name, name));
    Set<String> images = fingerprints.files().keySet();
    if (place.isRemote()) {
      requireSame(ModelFingerprints.of(List.of(models), images, local));
      JudgeFiles.requireSame(instrument, local);
    }
    Map<String, String> localImages = new HashMap<>();
    images.forEach(name -> localImages.put(name, local.apply(name)));
    Device device = place.device();
    if (!device.isCuda() && place.process() != RunnerPlace.Process.ALONE) {
      // each core has a task of its own
      Torch.threads(1);
    }
    JudgeNets judges = JudgeNets.open(instrument.settings(), local, device);
    boolean opened = false;
    try {
      SynthesisRunner runner =
          new SynthesisRunner(
              LoadedModels.open(models.at(local), device),
              localImages,
              run,
              instrument,
              judges,
              prompts,
              place.tasks());
      opened = true;
      return runner;
    } finally {
      if (!opened) {
        judges.close();
      }
    }
  }

  private void requireSame(Fingerprints here) {
    Optional<String> difference = fingerprints.difference(here);
    if (difference.isPresent()) {
      throw new UserException(
          "Cannot use %s: its files are not those of the driver's machine (copy them, or name them"
                  .formatted(difference.get())
              + " by an s3a: or hdfs: URI)");
    }
  }
}
