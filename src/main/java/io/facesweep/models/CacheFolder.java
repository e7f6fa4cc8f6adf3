package io.facesweep.models;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The folder of copied checkpoints. Whoever writes to it decides what is computed: so the one that
 * is made by itself, at a name that everybody can guess, must be this user's alone. One that the
 * user names may be shared, with a warning.
 */
final class CacheFolder {
  private final Path path;
  private final boolean isNamed;
  private final Consumer<String> warnings;
  private boolean isChecked;

  private CacheFolder(Path path, boolean isNamed, Consumer<String> warnings) {
    this.path = path;
    this.isNamed = isNamed;
    this.warnings = warnings;
  }

  /** A folder that the user named. */
  static CacheFolder named(Path path, Consumer<String> warnings) {
    return new CacheFolder(path, true, warnings);
  }

  /** A folder that is made by itself, whose parent is there. */
  static CacheFolder byItself(Path path) {
    return new CacheFolder(path, false, warning -> {});
  }

  /**
   * The folder, which is there and has been checked.
   *
   * @throws UserException if someone else may write to it
   */
  synchronized Path open() {
    if (!isChecked) {
      try {
        create();
        check();
      } catch (IOException e) {
        throw new UserException("Cannot use cache folder %s: %s".formatted(path, e), e);
      }
      isChecked = true;
    }
    return path;
  }

  private boolean isPosix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private void create() throws IOException {
    if (isNamed) {
      Files.createDirectories(path);
      return;
    }
    try {
      if (isPosix()) {
        Files.createDirectory(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(path);
      }
    } catch (FileAlreadyExistsException e) {
      return; // whose it is will be looked at
    }
  }

  private void check() throws IOException {
    if (!isPosix()) {
      return;
    }
    if (isNamed) {
      Path real = path.toRealPath();
      PosixFileAttributes attributes = attributes(real);
      if (isWritableByOthers(attributes) || !isOwn(attributes)) {
        warnings.accept(
            "Other users may write to the cache folder %s: they decide which checkpoints are used"
                .formatted(real));
      }
      return;
    }
    PosixFileAttributes attributes = attributes(path);
    if (!attributes.isDirectory()) {
      throw refused("it is a link or a file");
    }
    if (!attributes.owner().equals(self())) {
      throw refused("it belongs to " + attributes.owner().getName());
    }
    if (isWritableByOthers(attributes)) {
      throw refused("other users may write to it");
    }
  }

  /** This user's, or the machine's. */
  private static boolean isOwn(PosixFileAttributes attributes) throws IOException {
    return attributes.owner().equals(self()) || attributes.owner().getName().equals("root");
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static boolean isWritableByOthers(PosixFileAttributes attributes) {
    Set<PosixFilePermission> granted = attributes.permissions();
    return granted.contains(PosixFilePermission.GROUP_WRITE)
        || granted.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** The owner of a new file is this process's user, whatever that is called. */
  private static UserPrincipal self() throws IOException {
    Path probe = Files.createTempFile("facesweep", ".owner");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private UserException refused(String why) {
    return new UserException(
        "Cannot use cache folder %s: %s (remove it, or name another one by the environment variable %s)"
            .formatted(path, why, LocalModels.FOLDER));
  }
}
