package io.facesweep.face;

import io.facesweep.UserException;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.filter.PipelineFilterWithData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Arrays of numbers in an HDF5 file that someone else made. Before an array is decoded it is
 * checked to lie in the file itself (no links, which may name other files), to use no filters but
 * those of the HDF5 library (others decode in native memory, and some trust what they read), and to
 * be no larger than its bytes can hold.
 */
final class HdfArrays implements AutoCloseable {
  /** HDF5's own numbers of its filters: deflate, shuffle, fletcher32. */
  private static final int DEFLATE = 1;

  private static final Set<Integer> FILTERS = Set.of(DEFLATE, 2, 3);
  private static final int CHECKSUM = 4;

  /** Deflate makes at most this many bytes of one. */
  private static final long MAX_RATIO = 1032;

  private static final long MAX_BYTES = Integer.MAX_VALUE - 16L;

  /** A chunk may be larger than a small array. */
  private static final long MAX_SMALL_CHUNK = 1 << 20;

  private final HdfFile file;
  private final long fileBytes;

  private HdfArrays(HdfFile file, long fileBytes) {
    this.file = file;
    this.fileBytes = fileBytes;
  }

  /**
   * Opens a file, mapped to memory: what its headers claim beyond its end is then refused, where
   * the library would otherwise take as much memory and go through it.
   */
  static HdfArrays open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long bytes = channel.size();
      if (bytes > Integer.MAX_VALUE) {
        throw new UserException(
            "Cannot read an HDF5 file of %d bytes (expected at most %d)"
                .formatted(bytes, Integer.MAX_VALUE));
      }
      return new HdfArrays(
          HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes)), bytes);
    }
  }

  /**
   * An array.
   *
   * @param shape sizes of its axes
   * @param values row-major, all finite
   */
  record Numbers(int[] shape, float[] values) {}

  /** True when the file's root has something of that name. */
  boolean has(String name) {
    return file.getChildren().containsKey(name);
  }

  /**
   * Reads an array of numbers.
   *
   * @param path names from the root on, each after a slash
   * @throws UserException when it is not there, is no array of finite numbers, or breaks a rule
   */
  Numbers read(String path) {
    Dataset dataset = dataset(path);
    requireNumbers(path, dataset);
    requireFilters(path, dataset);
    requireSize(path, dataset);
    return new Numbers(dataset.getDimensions(), finite(path, dataset.getDataFlat()));
  }

  private Dataset dataset(String path) {
    Node node = file;
    for (String name : path.substring(1).split("/")) {
      Node child = node instanceof Group group ? group.getChildren().get(name) : null;
      if (child == null) {
        throw new UserException(
            "Cannot find %s (expected the layout of BFM 2017 and 2019)".formatted(path));
      }
      if (child.isLink()) {
        throw new UserException(
            "Cannot read %s: %s is a link (expected the data itself)".formatted(path, name));
      }
      node = child;
    }
    if (node instanceof Dataset dataset) {
      return dataset;
    }
    throw new UserException("Cannot read %s: it is no array".formatted(path));
  }

  private static void requireNumbers(String path, Dataset dataset) {
    Class<?> type = dataset.getJavaType();
    boolean isNumber =
        type == float.class || type == double.class || type == int.class || type == long.class;
    if (!isNumber || dataset.isVariableLength() || dataset.isCompound()) {
      throw new UserException(
          "Invalid %s: data of %s (expected numbers of 32 or 64 bits)"
              .formatted(path, type.getSimpleName()));
    }
  }

  private static void requireFilters(String path, Dataset dataset) {
    List<Integer> seen = new ArrayList<>();
    for (PipelineFilterWithData filter : dataset.getFilters()) {
      if (!FILTERS.contains(filter.getId()) || seen.contains(filter.getId())) {
        throw new UserException(
            "Cannot read %s: filter %d (expected deflate, shuffle and fletcher32, each once at most)"
                .formatted(path, filter.getId()));
      }
      seen.add(filter.getId());
    }
  }

  private void requireSize(String path, Dataset dataset) {
    boolean isDeflated = dataset.getFilters().stream().anyMatch(f -> f.getId() == DEFLATE);
    int[] shape = dataset.getDimensions();
    long bytes = product(shape, dataset.getDataType().getSize());
    long most = Math.min(MAX_BYTES, isDeflated ? MAX_RATIO * fileBytes : fileBytes);
    if (bytes < 1 || bytes > most) {
      throw new UserException(
          "Cannot read %s: shape %s (expected 1 to %d bytes in a file of %d)"
              .formatted(path, Arrays.toString(shape), most, fileBytes));
    }
    if (dataset instanceof ChunkedDataset chunked) {
      requireChunks(path, chunked, bytes, isDeflated);
    }
  }

  private static void requireChunks(
      String path, ChunkedDataset dataset, long arrayBytes, boolean isDeflated) {
    int[] chunk = dataset.getChunkDimensions();
    int[] shape = dataset.getDimensions();
    long bytes = product(chunk, dataset.getDataType().getSize());
    boolean fits = chunk.length == shape.length && bytes >= 1;
    if (!fits || bytes > Math.max(MAX_SMALL_CHUNK, arrayBytes)) {
      throw new UserException(
          "Cannot read %s: chunks of %s in an array of %s (expected chunks no larger than the array)"
              .formatted(path, Arrays.toString(chunk), Arrays.toString(shape)));
    }
    if (isDeflated) {
      requireInflated(path, dataset, bytes + CHECKSUM);
    }
  }

  /** The library inflates a chunk to whatever it holds: so its size is found out first. */
  private static void requireInflated(String path, ChunkedDataset dataset, long most) {
    int[] shape = dataset.getDimensions();
    int[] chunk = dataset.getChunkDimensions();
    int[] offset = new int[shape.length];
    byte[] sink = new byte[1 << 13];
    Inflater inflater = new Inflater();
    try {
      do {
        ByteBuffer packed = dataset.getRawChunkBuffer(offset);
        inflater.reset();
        inflater.setInput(packed);
        long bytes = 0;
        for (int count = 1; count > 0; bytes += count) {
          count = inflater.inflate(sink);
          if (bytes > most) {
            throw new UserException(
                "Cannot read %s: the chunk at %s is larger than the %d bytes that it must have"
                    .formatted(path, Arrays.toString(offset), most));
          }
        }
      } while (advance(offset, chunk, shape));
    } catch (DataFormatException e) {
      throw new UserException(
          "Cannot read %s: the chunk at %s is damaged".formatted(path, Arrays.toString(offset)), e);
    } finally {
      inflater.end();
    }
  }

  /** Moves on to the next chunk, the last axis varying fastest; false after the last. */
  private static boolean advance(int[] offset, int[] chunk, int[] shape) {
    for (int axis = offset.length - 1; axis >= 0; axis--) {
      if (chunk[axis] < shape[axis] - offset[axis]) {
        offset[axis] += chunk[axis];
        return true;
      }
      offset[axis] = 0;
    }
    return false;
  }

  /** The product; -1 where it fits no long, or a size is negative. */
  private static long product(int[] sizes, int width) {
    long product = width;
    for (int size : sizes) {
      if (size < 0 || (size > 0 && product > Long.MAX_VALUE / size)) {
        return -1;
      }
      product *= size;
    }
    return product;
  }

  private static float[] finite(String path, Object data) {
    float[] values = floats(data);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new UserException(
            "Invalid %s: %s at index %d (expected finite numbers)".formatted(path, values[i], i));
      }
    }
    return values;
  }

  private static float[] floats(Object data) {
    if (data instanceof float[] floats) {
      return floats;
    }
    if (data instanceof double[] doubles) {
      float[] values = new float[doubles.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) doubles[i];
      }
      return values;
    }
    if (data instanceof int[] ints) {
      float[] values = new float[ints.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = ints[i];
      }
      return values;
    }
    long[] longs = (long[]) data;
    float[] values = new float[longs.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = longs[i];
    }
    return values;
  }

  @Override
  public void close() {
    file.close();
  }
}
