package io.facesweep.models;

import io.facesweep.config.SweepConfig;
import io.facesweep.diffusion.NativeSize;
import io.facesweep.judges.FaceNets;
import io.facesweep.plan.Instrument;
import io.facesweep.settings.MetricsSettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Finds the instrument of a configuration: its settings, and what its judges contain. */
public final class Instruments {
  /** Side of Stable Diffusion 1.x, for a snapshot that does not state its own. */
  private static final int USUAL_SIDE = 512;

  private Instruments() {}

  /**
   * Reads the files of the judges. The first combination's diffusion model decides what is
   * automatic, for all trials.
   *
   * @param hadoop how to reach files that lie elsewhere
   * @throws io.facesweep.UserException naming the key of each that is not there or not what it must
   *     be
   */
  public static Instrument of(SweepConfig config, Configuration hadoop) {
    LocalModels machine = LocalModels.ofThisMachine(hadoop);
    ModelSettings models = config.models();
    MetricsSettings settings = config.metrics();
    if (settings.isAutomatic()) {
      Path snapshot = Path.of(machine.local(models.place(ModelRole.DIFFUSION)));
      String parts = models.find(ModelRole.PARTS);
      Path lacking = parts == null ? null : Path.of(machine.local(parts));
      settings = settings.at(NativeSize.of(snapshot, lacking).orElse(USUAL_SIDE));
    }
    Map<String, String> judges =
        new TreeMap<>(
            JudgeFiles.fingerprints(models.find(ModelRole.CLIP), settings, machine::local));
    judges.put("face-nets", FaceNets.fingerprint());
    return new Instrument(settings, judges);
  }
}
