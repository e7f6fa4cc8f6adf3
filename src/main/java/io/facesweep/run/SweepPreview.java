package io.facesweep.run;

import io.facesweep.config.SweepConfig;
import io.facesweep.models.PlainSkins;
import io.facesweep.models.RenderSizes;
import io.facesweep.models.TrialLook;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** What is better known of a sweep before anything is computed. */
public final class SweepPreview {
  private SweepPreview() {}

  /**
   * Looks at all trials of a sweep.
   *
   * @param hadoop how to reach models and images that lie elsewhere
   * @return warnings, a line each
   * @throws io.facesweep.UserException if some have a Canny prior that is shown no edges, or a
   *     model cannot be read
   */
  public static List<String> of(SweepConfig config, Configuration hadoop) {
    EdgeMaps edges = new EdgeMaps(hadoop);
    List<TrialLook> warnings = warnings(hadoop);
    List<TrialLook> all = new ArrayList<>(warnings);
    all.add(edges);
    TrialLook.atAll(config, all);
    edges.requireAll();
    return lines(warnings);
  }

  /** Returns the warnings alone: for one trial, which finds out itself what it lacks. */
  static List<String> warnings(SweepConfig config, Configuration hadoop) {
    List<TrialLook> warnings = warnings(hadoop);
    TrialLook.atAll(config, warnings);
    return lines(warnings);
  }

  private static List<TrialLook> warnings(Configuration hadoop) {
    return List.of(new RenderSizes(hadoop), new PlainSkins(hadoop));
  }

  private static List<String> lines(List<TrialLook> looks) {
    return looks.stream().flatMap(look -> look.lines().stream()).toList();
  }
}
