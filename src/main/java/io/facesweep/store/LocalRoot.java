package io.facesweep.store;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * An output root on this machine, out of which no link leads: what is written or deleted in it lies
 * in the folder that it is. The root itself may be a link.
 */
final class LocalRoot {
  private final Path root;
  private volatile @Nullable Path real;

  LocalRoot(Path root) {
    this.root = root;
  }

  /**
   * Makes the folder that a file is to lie in, unless it is there.
   *
   * @throws UserException if a link leads out of the root
   */
  void makeFolderOf(Path file) throws IOException {
    Path folder = folderOf(file);
    if (Files.exists(folder)) {
      requireInside(folder);
      return;
    }
    makeRoot();
    Deque<Path> missing = new ArrayDeque<>();
    Path there = folder;
    while (!there.equals(root) && !Files.exists(there)) {
      missing.push(there);
      there = folderOf(there);
    }
    requireInside(there);
    for (Path part : missing) {
      make(part, folder);
    }
  }

  private static void make(Path part, Path folder) throws IOException {
    try {
      Files.createDirectory(part);
    } catch (FileAlreadyExistsException e) {
      if (Files.isSymbolicLink(part) && !Files.exists(part)) {
        throw new UserException(
            "Cannot write to %s: %s is a link that leads nowhere (remove the link)"
                .formatted(folder, part),
            e);
      } else if (!Files.isDirectory(part)) {
        throw e;
      } // another was faster
    }
  }

  /**
   * Whether the folder that a file lies in is there.
   *
   * @throws UserException if a link leads out of the root
   */
  boolean hasFolderOf(Path file) throws IOException {
    try {
      requireInside(folderOf(file));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Path folderOf(Path file) {
    Path folder = file.getParent();
    if (folder == null || !folder.startsWith(root)) {
      throw new IllegalArgumentException(
          "Invalid path: %s (expected one below %s)".formatted(file, root));
    }
    return folder;
  }

  private void makeRoot() throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
    }
  }

  private void requireInside(Path folder) throws IOException {
    Path place = folder.toRealPath();
    if (!place.startsWith(realRoot())) {
      Path link = firstLink(folder);
      throw new UserException(
          "Cannot write to %s: %s is a link to %s, outside of the output root (remove the link, or"
                  .formatted(folder, link, link.toRealPath())
              + " make the root itself the link)");
    }
  }

  private Path realRoot() throws IOException {
    Path known = real;
    if (known == null) {
      known = root.toRealPath();
      real = known;
    }
    return known;
  }

  private Path firstLink(Path folder) {
    Path link = root;
    for (Path part : root.relativize(folder)) {
      link = link.resolve(part);
      if (Files.isSymbolicLink(link)) {
        return link;
      }
    }
    return folder;
  }
}
