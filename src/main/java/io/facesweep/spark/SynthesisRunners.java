package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.config.ModelSettings;
import io.facesweep.config.RunSettings;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import java.util.List;

/**
 * Opens the checkpoints of a configuration on executors, where they lie at the same paths or are
 * copied to.
 *
 * @param fingerprints of the checkpoints on the driver's machine, which all must have
 * @param models where they lie
 * @param run what a stage saves, and how long it may take
 * @param prompts what the diffusion model is given for each prompt of the sweep
 */
public record SynthesisRunners(
    Fingerprints fingerprints, ModelSettings models, RunSettings run, List<String> prompts)
    implements StageRunners {
  public SynthesisRunners {
    prompts = List.copyOf(prompts);
  }

  /** For a sweep whose models have these fingerprints. */
  public static SynthesisRunners of(SweepConfig config, Fingerprints fingerprints) {
    List<String> prompts =
        config.sweep().prompts().stream().map(config.sweep()::promptText).toList();
    return new SynthesisRunners(
        fingerprints, LocalModels.absolute(config.models()), config.run(), prompts);
  }

  @Override
  public String key() {
    return "%s %s %s %s".formatted(fingerprints, models, run, prompts.hashCode());
  }

  /** The first CUDA device of this machine, if it has one: what a task in this process uses. */
  @Override
  public Device localDevice() {
    return Torch.cudaDeviceCount() > 0 ? Device.cuda(0) : Device.CPU;
  }

  @Override
  public StageRunner open(RunnerPlace place) {
    ModelSettings local = LocalModels.ofThisMachine(place.hadoop()).localised(models);
    if (!place.isDriver()) {
      requireSame(ModelFingerprints.of(local, fingerprints.files().keySet()));
    }
    Device device = place.device();
    if (!device.isCuda()) {
      // each core has a task of its own
      Torch.threads(1);
    }
    return new SynthesisRunner(LoadedModels.open(local, device), run, prompts);
  }

  private void requireSame(Fingerprints here) {
    if (!here.equals(fingerprints)) {
      throw new UserException(
          "Cannot use %s: its files are not those of the driver's machine (copy them, or name them"
                  .formatted(fingerprints.difference(here))
              + " by an s3a: or hdfs: URI)");
    }
  }
}
