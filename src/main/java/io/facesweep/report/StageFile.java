package io.facesweep.report;

/**
 * A row of the table of assets.
 *
 * @param name what the stage calls it
 * @param path relative to the output root
 * @param bytes its size
 * @param sha256 of its content
 * @param mediaType e.g. {@code image/png}
 */
record StageFile(String name, String path, long bytes, String sha256, String mediaType) {}
