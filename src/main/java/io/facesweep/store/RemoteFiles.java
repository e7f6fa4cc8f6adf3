package io.facesweep.store;

import io.facesweep.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Reads what lies on file systems that Hadoop knows: configurations, checkpoints. */
public final class RemoteFiles {
  private RemoteFiles() {}

  /**
   * The content of a file.
   *
   * @throws UserException if it cannot be read
   */
  public static byte[] read(String uri, Configuration conf) {
    Path path = path(uri);
    try (InputStream in = path.getFileSystem(conf).open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw StorageErrors.of("read", path, e);
    }
  }

  /**
   * One of the files of a tree.
   *
   * @param name relative to the root, with {@code /}; empty if the root is this file
   * @param modified milliseconds since 1970
   */
  public record Entry(String name, long bytes, long modified) {}

  /**
   * All files under a folder, or the one file that it is, sorted.
   *
   * @throws UserException if there is nothing, or it cannot be listed
   */
  public static List<Entry> list(String uri, Configuration conf) {
    Path root = path(uri);
    List<Entry> entries = new ArrayList<>();
    try {
      FileSystem fs = root.getFileSystem(conf);
      FileStatus status = fs.getFileStatus(root);
      if (status.isFile()) {
        return List.of(new Entry("", status.getLen(), status.getModificationTime()));
      }
      String folder = fs.makeQualified(root).toString();
      String prefix = folder.endsWith("/") ? folder : folder + "/";
      RemoteIterator<LocatedFileStatus> files = fs.listFiles(root, true);
      while (files.hasNext()) {
        LocatedFileStatus file = files.next();
        String name = file.getPath().toString().substring(prefix.length());
        entries.add(new Entry(name, file.getLen(), file.getModificationTime()));
      }
    } catch (IOException e) {
      throw StorageErrors.of("read", root, e);
    }
    entries.sort((a, b) -> a.name().compareTo(b.name()));
    return entries;
  }

  /**
   * Copies files of a tree to this machine.
   *
   * @param entries that {@link #list} gave
   * @param target a new folder, or the name of a new file if the root is one
   * @throws UserException if that fails; what was copied by then stays
   */
  public static void copy(
      String uri, List<Entry> entries, java.nio.file.Path target, Configuration conf) {
    Path root = path(uri);
    for (Entry entry : entries) {
      boolean isRoot = entry.name().isEmpty();
      Path source = isRoot ? root : new Path(root, entry.name());
      java.nio.file.Path file = isRoot ? target : target.resolve(entry.name()).normalize();
      if (!file.startsWith(target)) {
        throw new UserException("Cannot copy %s: it leaves its folder".formatted(source));
      }
      try (InputStream in = source.getFileSystem(conf).open(source)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        long copied = Files.copy(in, file);
        if (copied != entry.bytes()) {
          throw new IOException("%d bytes (expected %d)".formatted(copied, entry.bytes()));
        }
      } catch (IOException e) {
        throw StorageErrors.of("copy", source, e);
      }
    }
  }

  private static Path path(String uri) {
    try {
      return new Path(uri);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Invalid URI: '%s' (expected one like s3a://bucket/x)".formatted(uri));
    }
  }

  /** Whether it has a scheme; one letter is a drive of Windows. */
  public static boolean isUri(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }
}
