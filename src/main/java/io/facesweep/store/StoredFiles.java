package io.facesweep.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The few things that a store does with files. */
interface StoredFiles {
  /** Creates a file or replaces it; parents too. */
  void write(Path path, byte[] content) throws IOException;

  /** The content of a file. */
  byte[] read(Path path) throws IOException;

  /** Size of a file in bytes. */
  long length(Path path) throws IOException;

  boolean exists(Path path) throws IOException;

  /** The folders in a folder. */
  List<Path> folders(Path folder) throws IOException;

  /** Deletes a file, or a folder with all that is in it, if it is there. */
  void delete(Path path) throws IOException;

  /** Of a file system that Hadoop knows. */
  record OfHadoop(FileSystem fs) implements StoredFiles {
    @Override
    public void write(Path path, byte[] content) throws IOException {
      try (FSDataOutputStream out = fs.create(path, true)) {
        out.write(content);
      }
    }

    @Override
    public byte[] read(Path path) throws IOException {
      try (InputStream in = fs.open(path)) {
        return in.readAllBytes();
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
    public void delete(Path path) throws IOException {
      fs.delete(path, true);
    }
  }

  /** Of this machine: without its native library Hadoop starts a process to create a file. */
  record OfThisMachine() implements StoredFiles {
    @Override
    public void write(Path path, byte[] content) throws IOException {
      java.nio.file.Path file = Storage.local(path);
      try {
        Files.write(file, content);
      } catch (NoSuchFileException e) {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
      }
    }

    @Override
    public byte[] read(Path path) throws IOException {
      return Files.readAllBytes(Storage.local(path));
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
    public List<Path> folders(Path folder) throws IOException {
      List<Path> folders = new ArrayList<>();
      try (DirectoryStream<java.nio.file.Path> entries =
          Files.newDirectoryStream(Storage.local(folder), Files::isDirectory)) {
        entries.forEach(entry -> folders.add(new Path(folder, entry.getFileName().toString())));
      }
      return folders;
    }

    @Override
    public void delete(Path path) throws IOException {
      java.nio.file.Path root = Storage.local(path);
      try {
        if (!Files.isDirectory(root)) {
          Files.deleteIfExists(root);
          return;
        }
        Files.walkFileTree(root, new Deletion());
      } catch (NoSuchFileException e) {
        // another run was faster
        return;
      }
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
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        java.nio.file.Path folder, @Nullable IOException e) throws IOException {
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
