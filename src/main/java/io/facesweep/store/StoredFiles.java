package io.facesweep.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The few things that a store does with files. */
interface StoredFiles {
  /** Creates a file or replaces it; parents too. On this machine readers see it whole. */
  void write(Path path, byte[] content) throws IOException;

  /**
   * Writes files into a folder that is new and that nobody knows yet.
   *
   * @param contents by name, which may have {@code /}
   */
  void writeAll(Path folder, Map<String, byte[]> contents) throws IOException;

  /**
   * The content of a file.
   *
   * @param most bytes that it may have
   * @throws UnusableFileException if it is larger, or no file
   */
  byte[] read(Path path, long most) throws IOException;

  /** Size of a file in bytes. */
  long length(Path path) throws IOException;

  boolean exists(Path path) throws IOException;

  /** Whether there is a file, and neither a link nor a folder. */
  boolean isPlainFile(Path path) throws IOException;

  /** The folders in a folder, without links. */
  List<Path> folders(Path folder) throws IOException;

  /** Deletes a file or a link, if it is there. */
  void deleteFile(Path path) throws IOException;

  /** Deletes a folder with all that is in it, if it is there; of what links lead to, nothing. */
  void deleteFolder(Path path) throws IOException;

  /** Deletes a folder if it is there and empty; returns whether it did. */
  boolean deleteEmptyFolder(Path path) throws IOException;

  /** Files of a file system that Hadoop knows. */
  record OfHadoop(FileSystem fs) implements StoredFiles {
    @Override
    public void write(Path path, byte[] content) throws IOException {
      try (FSDataOutputStream out = fs.create(path, true)) {
        out.write(content);
      }
    }

    @Override
    public void writeAll(Path folder, Map<String, byte[]> contents) throws IOException {
      for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
        write(new Path(folder, entry.getKey()), entry.getValue());
      }
    }

    @Override
    public byte[] read(Path path, long most) throws IOException {
      int limit = (int) Math.min(most, Integer.MAX_VALUE - 16);
      try (InputStream in = fs.open(path)) {
        byte[] content = in.readNBytes(limit + 1);
        if (content.length > limit) {
          throw UnusableFileException.tooLarge(most);
        }
        return content;
      }
    }

    @Override
    public long length(Path path) throws IOException {
      return fs.getFileStatus(path).getLen();
    }

    @Override
    public boolean exists(Path path) throws IOException {
      return fs.exists(path);
    }

    @Override
    public boolean isPlainFile(Path path) throws IOException {
      try {
        return fs.getFileStatus(path).isFile();
      } catch (FileNotFoundException e) {
        return false;
      }
    }

    @Override
    public List<Path> folders(Path folder) throws IOException {
      List<Path> folders = new ArrayList<>();
      for (FileStatus status : fs.listStatus(folder)) {
        if (status.isDirectory()) {
          folders.add(status.getPath());
        }
      }
      return folders;
    }

    @Override
    public void deleteFile(Path path) throws IOException {
      fs.delete(path, false);
    }

    @Override
    public void deleteFolder(Path path) throws IOException {
      fs.delete(path, true);
    }

    @Override
    public boolean deleteEmptyFolder(Path path) throws IOException {
      try {
        return fs.listStatus(path).length == 0 && fs.delete(path, false);
      } catch (FileNotFoundException e) {
        return false; // object stores have no empty folders
      }
    }
  }

  /** Files of this machine: without its native library Hadoop starts a process to create a file. */
  record OfThisMachine(LocalRoot root) implements StoredFiles {
    @Override
    public void write(Path path, byte[] content) throws IOException {
      java.nio.file.Path file = Storage.local(path);
      root.makeFolderOf(file);
      java.nio.file.Path temporary = Storage.local(Storage.temporary(path));
      try {
        Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Files.deleteIfExists(temporary);
        throw e;
      }
    }

    /** Looks once where the folder lies, and makes it; files need no other name meanwhile. */
    @Override
    public void writeAll(Path folder, Map<String, byte[]> contents) throws IOException {
      java.nio.file.Path place = Storage.local(folder);
      Set<java.nio.file.Path> made = new HashSet<>();
      for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
        java.nio.file.Path file = place.resolve(entry.getKey());
        if (made.add(file.getParent())) {
          root.makeFolderOf(file);
        }
        Files.write(
            file, entry.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
    }

    @Override
    public byte[] read(Path path, long most) throws IOException {
      java.nio.file.Path file = Storage.local(path);
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
          throw new UnusableFileException("it is no regular file");
        } else if (attributes.size() > Math.min(most, Integer.MAX_VALUE - 16)) {
          throw UnusableFileException.tooLarge(most);
        }
        return read(file, (int) attributes.size());
      } catch (AccessDeniedException e) {
        throw new UnusableFileException("access was denied");
      }
    }

    private static byte[] read(java.nio.file.Path file, int size) throws IOException {
      ByteBuffer content = ByteBuffer.allocate(size + 1); // as a rule one call reads to the end
      try (SeekableByteChannel in = Files.newByteChannel(file)) {
        int read = in.read(content);
        while (read >= 0 && content.position() < size) {
          read = in.read(content);
        }
      }
      if (content.position() > size) {
        throw new UnusableFileException("it grew while it was read");
      }
      return Arrays.copyOf(content.array(), content.position());
    }

    @Override
    public long length(Path path) throws IOException {
      return Files.size(Storage.local(path));
    }

    @Override
    public boolean exists(Path path) {
      return Files.exists(Storage.local(path));
    }

    @Override
    public boolean isPlainFile(Path path) {
      return Files.isRegularFile(Storage.local(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<Path> folders(Path folder) throws IOException {
      List<Path> folders = new ArrayList<>();
      try (DirectoryStream<java.nio.file.Path> entries =
          Files.newDirectoryStream(Storage.local(folder), OfThisMachine::isFolder)) {
        entries.forEach(entry -> folders.add(new Path(folder, entry.getFileName().toString())));
      }
      return folders;
    }

    @Override
    public void deleteFile(Path path) throws IOException {
      java.nio.file.Path file = Storage.local(path);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && root.hasFolderOf(file)) {
        Files.deleteIfExists(file);
      }
    }

    @Override
    public void deleteFolder(Path path) throws IOException {
      java.nio.file.Path folder = Storage.local(path);
      if (root.hasFolderOf(folder) && isFolder(folder)) {
        Files.walkFileTree(folder, new Deletion());
      }
    }

    @Override
    public boolean deleteEmptyFolder(Path path) throws IOException {
      java.nio.file.Path folder = Storage.local(path);
      try {
        return root.hasFolderOf(folder) && isFolder(folder) && Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        return false;
      }
    }

    private static boolean isFolder(java.nio.file.Path path) {
      return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Files first, then the folders that held them; what is gone already is no matter. */
  final class Deletion extends SimpleFileVisitor<java.nio.file.Path> {
    @Override
    public FileVisitResult visitFile(java.nio.file.Path file, BasicFileAttributes attributes)
        throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(java.nio.file.Path file, IOException e)
        throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // another run was faster
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(java.nio.file.Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException late) {
        // its writer is still at work, and drops it when it finds that it has lost
        return FileVisitResult.CONTINUE;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
