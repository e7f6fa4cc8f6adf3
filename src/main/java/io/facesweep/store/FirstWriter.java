package io.facesweep.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;

/**
 * Creates a file whole or not at all, and only if there is none: of several writers exactly one
 * wins.
 */
interface FirstWriter {
  /**
   * Creates the file.
   *
   * @return false if it was there already; it is untouched then
   */
  boolean create(Path path, byte[] content) throws IOException;

  /** The way that suits a file system of other machines. */
  static FirstWriter of(FileSystem fs, Configuration conf) {
    return fs.getUri().getScheme().equals("s3a")
        ? (path, content) -> conditional(fs, path, content)
        : (path, content) -> rename(fs, conf, path, content);
  }

  /** The way that suits file systems of this machine. */
  static FirstWriter onThisMachine(LocalRoot root) {
    return (path, content) -> link(root, path, content);
  }

  /**
   * A hard link fails if the name is taken, and is there at once. The file is not flushed to the
   * disk: neither are the files that it vouches for, and a record that outlives them in a power
   * failure is worse than none.
   */
  private static boolean link(LocalRoot root, Path path, byte[] content) throws IOException {
    java.nio.file.Path target = Storage.local(path);
    java.nio.file.Path temporary = Storage.local(Storage.temporary(path));
    root.makeFolderOf(target);
    try {
      Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.createLink(target, temporary);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      if (e instanceof FileSystemException && !Files.exists(temporary)) {
        throw e;
      }
      return move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Serves file systems without hard links: two writers within microseconds might both win. */
  private static boolean move(java.nio.file.Path temporary, java.nio.file.Path target)
      throws IOException {
    try {
      Files.move(temporary, target);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    }
  }

  /** A PUT with If-None-Match: the server refuses it if the key is there. */
  private static boolean conditional(FileSystem fs, Path path, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(path).overwrite(true);
    builder.must(Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    try (FSDataOutputStream out = builder.build()) {
      out.write(content);
    } catch (FileAlreadyExistsException | PathIOException e) {
      if (e instanceof FileAlreadyExistsException || fs.exists(path)) {
        return false;
      }
      throw e;
    }
    return true;
  }

  private static boolean rename(FileSystem fs, Configuration conf, Path path, byte[] content)
      throws IOException {
    Path temporary = Storage.temporary(path);
    FileContext context = FileContext.getFileContext(fs.getUri(), conf);
    try {
      try (FSDataOutputStream out =
          context.create(
              temporary, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent())) {
        out.write(content);
        out.hsync();
      }
      context.rename(temporary, path, Options.Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      context.delete(temporary, false);
    }
  }
}
