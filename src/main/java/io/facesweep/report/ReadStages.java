package io.facesweep.report;

import io.facesweep.store.Measures;
import io.facesweep.store.StageFile;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepRow;
import io.facesweep.store.StoredTrial;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.SweepRecords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report keeps of the stages' records as they are read.
 *
 * @param files by stage
 * @param curves by stage; of those that have one
 * @param origins what computed and measured them
 */
record ReadStages(
    Map<String, List<StageFile>> files, Map<String, StageCurve> curves, Origins origins)
    implements SweepRecords.Sink {
  /**
   * Returns those of a sweep, of which none is read yet.
   *
   * @throws io.facesweep.UserException if the sweep's instrument cannot be read
   */
  static ReadStages none(StageStore store, String sweep) {
    return new ReadStages(
        new HashMap<>(),
        new HashMap<>(),
        Origins.measuredWith(new SweepFolder(store, sweep).instrument().orElse(null)));
  }

  @Override
  public void stage(
      StageRecord record, Measures measures, List<StoredTrial> trials, List<StepRow> steps) {
    files.put(record.id(), StageFile.of(record));
    origins.add(record);
    if (!steps.isEmpty()) {
      curves.put(record.id(), new StageCurve(steps));
    }
  }
}
