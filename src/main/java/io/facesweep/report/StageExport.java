package io.facesweep.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the report has of a stage's files, relative to the report's folder.
 *
 * @param textured strip of the textured views; null if there is none
 * @param grey strip of the grey views; null if there is none
 * @param head script that holds the mesh; null if there is none
 * @param albedo the texture; null if there is none
 * @param animations how it came about
 * @param missing files that the record names and that could not be had, a line each
 */
record StageExport(
    @Nullable String textured,
    @Nullable String grey,
    @Nullable String head,
    @Nullable String albedo,
    List<String> animations,
    List<String> missing) {
  static final StageExport NOTHING = new StageExport(null, null, null, null, List.of(), List.of());
}
