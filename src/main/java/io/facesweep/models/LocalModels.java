package io.facesweep.models;

import io.facesweep.Sha256;
import io.facesweep.UserException;
import io.facesweep.face.FaceFiles;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.store.RemoteFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints on this machine. Those on {@code s3a:}, {@code hdfs:} and the like are copied once
 * for each machine, to the folder that the environment variable {@value #FOLDER} names, else to one
 * among the temporary files: processes wait for each other at a lock file, and a copy that is there
 * is whole. A checkpoint that has changed since is copied once more. The fingerprint of each copy
 * stands beside it, and is compared when a process first uses it.
 */
public final class LocalModels {
  static final String FOLDER = "FACESWEEP_CACHE";
  private static final String ICT = "ict:";

  private static final String COPIES = "copies";
  private static final Logger LOGGER = LoggerFactory.getLogger(LocalModels.class);

  /** Not through a link. */
  private static final Set<OpenOption> LOCKING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  /** The copies that this process has made, or compared with their fingerprint. */
  private static final Set<Path> CHECKED = ConcurrentHashMap.newKeySet();

  private final CacheFolder folder;
  private final Configuration hadoop;

  /**
   * @param folder of the copies
   * @param hadoop how to reach remote files
   */
  LocalModels(CacheFolder folder, Configuration hadoop) {
    this.folder = folder;
    this.hadoop = hadoop;
  }

  public static LocalModels ofThisMachine(Configuration hadoop) {
    String named = System.getenv(FOLDER);
    CacheFolder folder =
        named != null && !named.isBlank()
            ? CacheFolder.named(Path.of(named), LOGGER::warn)
            : CacheFolder.byItself(
                Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "facesweep-" + System.getProperty("user.name")));
    return new LocalModels(folder, hadoop);
  }

  /** The absolute path of a file or directory, unless it is a URI. */
  public static String absolute(String name) {
    if (name.startsWith(ICT)) {
      return ICT + absolute(name.substring(ICT.length()));
    }
    return RemoteFiles.isUri(name) ? name : Path.of(name).toAbsolutePath().normalize().toString();
  }

  /** What stands for a model here: its name, or the path of its copy. */
  public String local(String name) {
    if (name.startsWith(ICT)) {
      return ICT + local(name.substring(ICT.length()));
    }
    return isRemote(name) ? copy(name).toString() : name;
  }

  /** What stands here for the face of a trial and the files that go with it. */
  public FaceFiles face(ModelSettings models) {
    return new FaceFiles(
        local(models.place(ModelRole.FACE)),
        part(models.find(ModelRole.FACE_UVS)),
        part(models.find(ModelRole.FACE_REGIONS)));
  }

  private @Nullable String part(@Nullable String name) {
    return name == null ? null : local(name);
  }

  /** A scheme and a path; {@code builtin:head} has none. */
  static boolean isRemote(String name) {
    return RemoteFiles.isUri(name) && name.indexOf(":/") > 0 && !name.startsWith(ICT);
  }

  /** Only one thread at a time: a lock of a file is held by the whole process. */
  private Path copy(String uri) {
    synchronized (LocalModels.class) {
      List<RemoteFiles.Entry> entries = RemoteFiles.list(uri, hadoop);
      Path own = folder.open().resolve(COPIES).resolve(key(uri, entries));
      Path copy = own.resolve(simpleName(uri));
      if (CHECKED.contains(copy)) {
        return copy;
      }
      try {
        Files.createDirectories(own);
        requireNoLink(own);
        try (FileChannel channel = FileChannel.open(copy.resolveSibling("lock"), LOCKING)) {
          channel.lock();
          if (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            requireWhole(uri, copy);
          } else {
            Path partial = copy.resolveSibling("partial-" + UUID.randomUUID());
            RemoteFiles.copy(uri, entries, partial, hadoop);
            Files.writeString(digest(copy), FilesDigest.of(partial));
            Files.move(partial, copy);
          }
        }
      } catch (IOException e) {
        throw new UserException("Cannot copy %s to %s: %s".formatted(uri, copy, e), e);
      }
      CHECKED.add(copy);
      return copy;
    }
  }

  /** Written before the copy gets its name, so that every copy has one. */
  private static Path digest(Path copy) {
    return copy.resolveSibling("sha256");
  }

  private static void requireNoLink(Path path) {
    if (Files.isSymbolicLink(path)) {
      throw new UserException("Cannot use %s: it is a link (remove it)".formatted(path));
    }
  }

  /** Reads the copy, gigabytes in seconds, once in a process. */
  private static void requireWhole(String uri, Path copy) throws IOException {
    requireNoLink(copy);
    Path digest = digest(copy);
    if (!Files.isRegularFile(digest, LinkOption.NOFOLLOW_LINKS)
        || !Files.readString(digest).equals(FilesDigest.of(copy))) {
      throw new UserException(
          "Cannot use %s, a copy of %s: its files are not those that were copied (remove %s)"
              .formatted(copy, uri, copy.getParent()));
    }
  }

  private static String key(String uri, List<RemoteFiles.Entry> entries) {
    return Sha256.of(uri + "\n" + entries).substring(0, 16);
  }

  /** Face models are told by the end of their names. */
  private static String simpleName(String uri) {
    String trimmed = uri.replaceAll("/+$", "");
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }
}
