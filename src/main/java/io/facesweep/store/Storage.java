package io.facesweep.store;

import io.facesweep.UserException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The output root on its file system, with errors in words. */
public final class Storage {
  private static final String INTERCEPTORS = "fs.s3a.audit.execution.interceptors";

  private static final Pattern SWEEP = Pattern.compile("sweep=([A-Za-z0-9][A-Za-z0-9._-]*)");

  private final Path root;
  private final FileSystem fs;
  private final Configuration conf;
  private final FirstWriter firstWriter;
  private final StoredFiles files;
  private final @Nullable LocalRoot localRoot;

  private Storage(Path root, FileSystem fs, Configuration conf) {
    this.root = root;
    this.fs = fs;
    this.conf = conf;
    if (isLocal()) {
      LocalRoot local = new LocalRoot(local(root));
      this.firstWriter = FirstWriter.onThisMachine(local);
      this.files = new StoredFiles.OfThisMachine(local);
      this.localRoot = local;
    } else {
      this.firstWriter = FirstWriter.of(fs, conf);
      this.files = new StoredFiles.OfHadoop(fs);
      this.localRoot = null;
    }
  }

  /** Opens a root; a path without scheme is one of {@code fs.defaultFS}. */
  static Storage open(String uri, Configuration conf) {
    Path path = path(uri);
    try {
      FileSystem fs = path.getFileSystem(conf);
      Path root = fs.makeQualified(path);
      // without the checksum files that Hadoop puts beside local files
      return new Storage(root, fs instanceof LocalFileSystem l ? l.getRawFileSystem() : fs, conf);
    } catch (IOException e) {
      throw StorageErrors.of("open", path, e);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot open %s: %s".formatted(StorageErrors.shown(path.toUri()), e.getMessage()), e);
    }
  }

  private static Path path(String uri) {
    try {
      Path path = new Path(uri);
      URI parsed = path.toUri();
      if (parsed.getUserInfo() != null) {
        throw new UserException(
            "Invalid output.uri: %s with user information (expected a URI without credentials)"
                .formatted(StorageErrors.shown(parsed)));
      }
      return path;
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Invalid output.uri: '%s' (expected a path or a URI)".formatted(uri), e);
    }
  }

  /**
   * Opens the same root for files that browsers open: S3 is told their media types. To be closed.
   *
   * @throws UserException if it cannot be opened
   */
  Storage forBrowsers() {
    if (!writesAppearWhole()) {
      return this;
    }
    Configuration own = new Configuration(conf);
    String interceptors = own.getTrimmed(INTERCEPTORS, "");
    String media = MediaTypeInterceptor.class.getName();
    own.set(INTERCEPTORS, interceptors.isEmpty() ? media : interceptors + "," + media);
    own.setClassLoader(MediaTypeInterceptor.class.getClassLoader());
    try {
      return new Storage(root, FileSystem.newInstance(root.toUri(), own), own);
    } catch (IOException e) {
      throw StorageErrors.of("open", root, e);
    }
  }

  /** Closes what {@link #forBrowsers} opened. */
  void closeUnlessSame(Storage other) {
    if (this != other) {
      try {
        fs.close();
      } catch (IOException e) {
        throw StorageErrors.of("close", root, e);
      }
    }
  }

  Path root() {
    return root;
  }

  /**
   * A path below the root.
   *
   * @throws IllegalArgumentException if it is no {@link RelativePath}
   */
  public Path resolve(String relative) {
    return new Path(root, RelativePath.checked(relative, "path"));
  }

  /** Folder of a sweep's part of a table. */
  public Path tableFolder(String table, String sweep) {
    return new Path(resolve("tables/" + table), "sweep=" + RelativePath.checked(sweep, "sweep"));
  }

  /**
   * Names of the sweeps that have a part of a table, in order.
   *
   * @throws UserException if they cannot be listed
   */
  public List<String> tabulated(String table) {
    Path folder = resolve("tables/" + table);
    try {
      return Stream.of(fs.listStatus(folder))
          .map(status -> SWEEP.matcher(status.getPath().getName()))
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .sorted()
          .toList();
    } catch (IOException e) {
      if (StorageErrors.isAbsence(e)) {
        return List.of();
      }
      throw StorageErrors.of("list", folder, e);
    }
  }

  public FileSystem fileSystem() {
    return fs;
  }

  boolean isLocal() {
    return fs.getUri().getScheme().equals("file");
  }

  /** The local path of a path of a local file system. */
  public static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** Whether a file is whole once it is there, so that it needs no second name while written. */
  boolean writesAppearWhole() {
    return fs.getUri().getScheme().startsWith("s3");
  }

  /** Tries a small file, so that a root that cannot be written to shows at once. */
  void requireWritable() {
    Path probe = new Path(root, "." + UUID.randomUUID() + ".probe");
    try {
      files.write(probe, new byte[1]);
      files.deleteFile(probe);
    } catch (IOException e) {
      throw StorageErrors.of("write to", root, e);
    }
  }

  /**
   * Creates a file or replaces it, parents too; not atomic on file systems other than this
   * machine's that show files while they are written.
   */
  void write(Path path, byte[] content) {
    try {
      files.write(path, content);
    } catch (IOException e) {
      throw StorageErrors.of("write", path, e);
    }
  }

  /**
   * Writes files into a folder that is new and that nobody knows yet.
   *
   * @param contents by name, which may have {@code /}
   */
  void writeAll(Path folder, Map<String, byte[]> contents) {
    try {
      files.writeAll(folder, contents);
    } catch (IOException e) {
      throw StorageErrors.of("write", folder, e);
    }
  }

  /** Creates a file or replaces it, readers see the old or the new one. */
  void replace(Path path, byte[] content) {
    if (writesAppearWhole() || isLocal()) {
      write(path, content);
    } else {
      Path temporary = temporary(path);
      write(temporary, content);
      swapIn(temporary, path);
    }
  }

  /** Puts a local file in the place of a file, as {@link #replace}. */
  public void upload(java.nio.file.Path file, Path path) throws IOException {
    Path source = new Path(file.toUri());
    if (writesAppearWhole()) {
      fs.copyFromLocalFile(false, true, source, path);
    } else {
      Path temporary = temporary(path);
      if (localRoot != null) {
        localRoot.makeFolderOf(local(path));
        Files.copy(file, local(temporary));
      } else {
        fs.copyFromLocalFile(false, true, source, temporary);
      }
      swapIn(temporary, path);
    }
  }

  /** A name beside a path that no reader looks at. */
  static Path temporary(Path path) {
    return new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID() + ".tmp");
  }

  /** Gives a file the name of another, which it replaces at once. */
  private void swapIn(Path temporary, Path path) {
    try {
      if (isLocal()) {
        Files.move(local(temporary), local(path), StandardCopyOption.ATOMIC_MOVE);
      } else {
        FileContext.getFileContext(fs.getUri(), conf)
            .rename(temporary, path, Options.Rename.OVERWRITE);
      }
    } catch (IOException e) {
      throw StorageErrors.of("write", path, e);
    }
  }

  /** {@link FirstWriter#create}. */
  boolean create(Path path, byte[] content) {
    try {
      return firstWriter.create(path, content);
    } catch (IOException e) {
      throw StorageErrors.of("write", path, e);
    }
  }

  /**
   * The content of a file; empty where there is none.
   *
   * @param most bytes that it may have
   * @throws UnusableFileException if it is larger, or no regular file: not the storage's fault, and
   *     no reason to stop
   */
  Optional<byte[]> readSmall(Path path, long most) throws UnusableFileException {
    try {
      return Optional.of(files.read(path, most));
    } catch (UnusableFileException e) {
      throw e;
    } catch (IOException e) {
      if (StorageErrors.isAbsence(e)) {
        return Optional.empty();
      }
      throw StorageErrors.of("read", path, e);
    }
  }

  /** Size of a file in bytes; empty where there is none. */
  Optional<Long> length(Path path) {
    try {
      return Optional.of(files.length(path));
    } catch (IOException e) {
      if (StorageErrors.isAbsence(e)) {
        return Optional.empty();
      }
      throw StorageErrors.of("read", path, e);
    }
  }

  /** The folders in a folder. */
  List<Path> folders(Path folder) {
    try {
      return files.folders(folder);
    } catch (IOException e) {
      throw StorageErrors.of("list", folder, e);
    }
  }

  public boolean exists(Path path) {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw StorageErrors.of("read", path, e);
    }
  }

  /** Whether a folder of this machine may be written to by everybody on it. */
  boolean isWritableByOthers(Path folder) {
    if (!isLocal()) {
      return false;
    }
    try {
      return Files.getPosixFilePermissions(local(folder))
          .contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException e) {
      return false; // not there yet, or a file system without such permissions
    }
  }

  /** Whether there is a file, and neither a link nor a folder. */
  boolean isPlainFile(Path path) {
    try {
      return files.isPlainFile(path);
    } catch (IOException e) {
      throw StorageErrors.of("read", path, e);
    }
  }

  /** Deletes a file or a link, if it is there. */
  void deleteFile(Path path) {
    try {
      files.deleteFile(path);
    } catch (IOException e) {
      throw StorageErrors.of("delete", path, e);
    }
  }

  /** Deletes a folder with all that is in it, if it is there; of what links lead to, nothing. */
  void deleteFolder(Path path) {
    try {
      files.deleteFolder(path);
    } catch (IOException e) {
      throw StorageErrors.of("delete", path, e);
    }
  }

  /** Deletes a folder if it is there and empty; returns whether it did. */
  boolean deleteEmptyFolder(Path path) {
    try {
      return files.deleteEmptyFolder(path);
    } catch (IOException e) {
      throw StorageErrors.of("delete", path, e);
    }
  }
}
