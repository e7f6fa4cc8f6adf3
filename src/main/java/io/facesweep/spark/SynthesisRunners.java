package io.facesweep.spark;

import io.facesweep.config.ModelSettings;
import io.facesweep.config.RunSettings;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import java.util.List;

/**
 * Opens the checkpoints of a configuration on executors, where they lie at the same paths.
 *
 * @param key of the checkpoints and of how they are used
 * @param models where they lie
 * @param run what a stage saves, and how long it may take
 * @param prompts what the diffusion model is given for each prompt of the sweep
 */
public record SynthesisRunners(
    String key, ModelSettings models, RunSettings run, List<String> prompts)
    implements StageRunners {
  public SynthesisRunners {
    prompts = List.copyOf(prompts);
  }

  /** For a sweep whose models have these fingerprints. */
  public static SynthesisRunners of(SweepConfig config, Fingerprints fingerprints) {
    List<String> prompts =
        config.sweep().prompts().stream().map(config.sweep()::promptText).toList();
    String key =
        "%s %s %s %s".formatted(fingerprints, config.models(), config.run(), prompts.hashCode());
    return new SynthesisRunners(key, config.models(), config.run(), prompts);
  }

  /** The first CUDA device of this machine, if it has one: what a task in this process uses. */
  @Override
  public Device localDevice() {
    return Torch.cudaDeviceCount() > 0 ? Device.cuda(0) : Device.CPU;
  }

  @Override
  public StageRunner open(Device device) {
    if (!device.isCuda()) {
      // each core has a task of its own
      Torch.threads(1);
    }
    return new SynthesisRunner(LoadedModels.open(models, device), run, prompts);
  }
}
