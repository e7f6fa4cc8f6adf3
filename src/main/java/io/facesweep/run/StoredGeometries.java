package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.plan.StageKind;
import io.facesweep.store.AssetLookup;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The geometries that the texture stages of a batch stand on, each read once. */
public final class StoredGeometries {
  private final StageStore store;
  private final Map<String, StoredGeometry> known = new HashMap<>();
  private final Map<String, String> problems = new HashMap<>();

  public StoredGeometries(StageStore store) {
    this.store = store;
  }

  /**
   * Returns a geometry, with the measures of its record.
   *
   * @param id of the stage; null for stages that stand on none
   * @throws UnusableGeometryException if its record or its file is missing or damaged
   * @throws UserException if the store cannot be reached
   */
  public StoredGeometry of(@Nullable String id) throws UnusableGeometryException {
    if (id == null) {
      return StoredGeometry.NONE;
    }
    StoredGeometry geometry = known.get(id);
    if (geometry != null) {
      return geometry;
    }
    String problem = problems.get(id);
    if (problem != null) {
      throw new UnusableGeometryException(problem);
    }
    try {
      geometry = read(id);
    } catch (UnusableGeometryException e) {
      problems.put(id, String.valueOf(e.getMessage()));
      throw e;
    }
    known.put(id, geometry);
    return geometry;
  }

  private StoredGeometry read(String id) throws UnusableGeometryException {
    StageRecord record = record(id);
    AssetRecord asset = record.asset(GeometryFile.NAME).orElse(null);
    if (asset == null) {
      throw damaged(
          id,
          "Cannot run a texture stage: its geometry %s has no %s".formatted(id, GeometryFile.NAME));
    }
    AssetLookup lookup = store.lookupAsset(record, asset);
    if (lookup instanceof AssetLookup.Unusable unusable) {
      throw damaged(id, unusable.message());
    }
    byte[] content = ((AssetLookup.Found) lookup).content();
    try {
      return new StoredGeometry(
          GeometryFile.read(content, StageStore.relativePath(record, asset)), record.measures());
    } catch (UserException e) {
      throw damaged(id, String.valueOf(e.getMessage()));
    }
  }

  /** A stage without a record runs again by itself, once it is asked for. */
  private StageRecord record(String id) throws UnusableGeometryException {
    StageLookup lookup = store.lookup(StageKind.GEOMETRY, id);
    if (lookup instanceof StageLookup.Found found && found.record().status() == StageStatus.DONE) {
      return found.record();
    }
    String reason =
        lookup instanceof StageLookup.Untrusted untrusted
            ? untrusted.message()
            : "Cannot run a texture stage: its geometry %s has no record".formatted(id);
    throw new UnusableGeometryException(
        "%s (run again with -o run.retry-failed=true)".formatted(reason));
  }

  /** A record that can be relied on keeps its stage from running: it has to go. */
  private UnusableGeometryException damaged(String id, String reason) {
    return new UnusableGeometryException(
        "%s (delete %s and run again with -o run.retry-failed=true)"
            .formatted(reason, store.shownFolder(StageKind.GEOMETRY, id)));
  }
}
