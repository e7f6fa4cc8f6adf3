package io.facesweep.report;

import io.facesweep.plan.StageKind;
import io.facesweep.store.Asset;
import io.facesweep.store.StageStore;

/**
 * A file of a stage, as the stage's record has it.
 *
 * @param kind of the stage
 * @param stage its id
 * @param asset what the record says of the file
 */
record StageFile(StageKind kind, String stage, Asset asset) {
  /** What the stage calls it. */
  String name() {
    return asset.name();
  }

  /** Relative to the output root. */
  String path() {
    return StageStore.relativePath(kind, stage, asset);
  }
}
