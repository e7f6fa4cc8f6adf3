package io.facesweep.store;

import io.facesweep.plan.StageKind;
import java.util.List;

/**
 * A file of a stage, as the stage's record has it.
 *
 * @param kind of the stage
 * @param stage its id
 * @param asset what the record says of the file
 */
public record StageFile(StageKind kind, String stage, AssetRecord asset) {
  /** The files of a record. */
  public static List<StageFile> of(StageRecord record) {
    return record.assets().stream()
        .map(asset -> new StageFile(record.kind(), record.id(), asset))
        .toList();
  }

  /** What the stage calls it. */
  public String name() {
    return asset.name();
  }

  /** Relative to the output root. */
  public String path() {
    return StagePaths.relative(kind, stage, asset);
  }
}
