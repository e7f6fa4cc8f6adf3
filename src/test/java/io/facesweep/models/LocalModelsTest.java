package io.facesweep.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.settings.ModelRole;
import io.facesweep.spark.SweepFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalModelsTest {
  @TempDir private Path folder;
  private Path remote;
  private LocalModels models;

  @BeforeEach
  void writeModel() throws IOException {
    remote = Files.createDirectories(folder.resolve("remote/sd/unet")).getParent();
    Files.writeString(remote.resolve("model_index.json"), "{}");
    Files.writeString(remote.resolve("unet/model.safetensors"), "weights");
    models = models();
  }

  private LocalModels models() {
    return new LocalModels(CacheFolder.byItself(folder.resolve("cache")), new Configuration());
  }

  @Test
  void aRemoteModelIsCopiedOnceUntilItChanges() throws IOException {
    Path copy = Path.of(models.local(remote.toUri().toString()));
    assertThat(copy).hasFileName("sd").startsWith(folder.resolve("cache"));
    assertThat(copy.resolve("unet/model.safetensors")).hasContent("weights");
    Files.writeString(copy.resolve("mark"), "mine");
    assertThat(models.local(remote.toUri().toString())).isEqualTo(copy.toString());
    assertThat(copy.resolve("mark")).exists();
    Files.writeString(remote.resolve("unet/model.safetensors"), "other weights");
    Path next = Path.of(models.local(remote.toUri().toString()));
    assertThat(next).isNotEqualTo(copy);
    assertThat(next.resolve("unet/model.safetensors")).hasContent("other weights");
  }

  @Test
  void ofManyThreadsOneCopies() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<String> local = () -> models.local(remote.toUri().toString());
    List<Future<String>> copies = threads.invokeAll(List.of(local, local, local, local));
    threads.shutdown();
    assertThat(copies).extracting(Future::get).containsOnly(copies.get(0).get());
    try (Stream<Path> left = Files.list(Path.of(copies.get(0).get()).getParent())) {
      assertThat(left)
          .extracting(path -> path.getFileName().toString())
          .containsExactlyInAnyOrder("sd", "sha256", "lock");
    }
  }

  @Test
  void aCopyThatWasChangedIsRefused() throws IOException {
    Path moved = movedCopy();
    LocalModels there = new LocalModels(CacheFolder.byItself(moved), new Configuration());
    String uri = remote.toUri().toString();
    try (Stream<Path> files = Files.walk(moved)) {
      Path weights =
          files.filter(file -> file.endsWith("model.safetensors")).findFirst().orElseThrow();
      Files.writeString(weights, "WEIGHTS");
    }
    assertThatThrownBy(() -> there.local(uri))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("its files are not those that were copied (remove ");
  }

  @Test
  void aCopyOfAnotherProcessIsUsedWhenItIsWhole() throws IOException {
    Path moved = movedCopy();
    LocalModels there = new LocalModels(CacheFolder.byItself(moved), new Configuration());
    Path copy = Path.of(there.local(remote.toUri().toString()));
    assertThat(copy.resolve("mark")).doesNotExist();
    assertThat(copy.resolve("unet/model.safetensors")).hasContent("weights");
    assertThat(copy).startsWith(moved);
  }

  /** This process has checked the copy at its first place, and not at this one. */
  private Path movedCopy() throws IOException {
    models.local(remote.toUri().toString());
    return Files.move(folder.resolve("cache"), folder.resolve("moved"));
  }

  @Test
  void aLockThatIsALinkIsNotFollowed() throws IOException {
    Path copy = Path.of(models.local(remote.toUri().toString()));
    Path victim = folder.resolve("victim");
    Path moved = Files.move(folder.resolve("cache"), folder.resolve("moved"));
    Path lock = moved.resolve(folder.resolve("cache").relativize(copy)).resolveSibling("lock");
    Files.delete(lock);
    Files.createSymbolicLink(lock, victim);
    LocalModels there = new LocalModels(CacheFolder.byItself(moved), new Configuration());
    assertThatThrownBy(() -> there.local(remote.toUri().toString()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot copy " + remote.toUri());
    assertThat(victim).doesNotExist();
  }

  @Test
  void aSingleFileKeepsItsName() throws IOException {
    Path face = Files.writeString(folder.resolve("remote/face.npz"), "face");
    assertThat(Path.of(models.local(face.toUri().toString())))
        .hasFileName("face.npz")
        .hasContent("face");
  }

  @Test
  void whatIsLocalStaysWhereItIs() {
    assertThat(models.local("builtin:head")).isEqualTo("builtin:head");
    assertThat(models.local("models/demo")).isEqualTo("models/demo");
    assertThat(models.local("ict:models/ict")).isEqualTo("ict:models/ict");
    assertThat(LocalModels.isRemote("s3a://bucket/x")).isTrue();
    assertThat(LocalModels.isRemote("hdfs:/x")).isTrue();
  }

  @Test
  void pathsAreSentAsAbsoluteOnes() {
    SweepConfig config =
        SweepConfig.parse(SweepFixture.configuration("out", "models.face = \"ict:kit\"", "a"));
    var absolute = config.models().at(LocalModels::absolute);
    assertThat(absolute.place(ModelRole.DIFFUSION))
        .isEqualTo(Path.of("none").toAbsolutePath().toString());
    assertThat(absolute.place(ModelRole.FACE)).isEqualTo("ict:" + Path.of("kit").toAbsolutePath());
    assertThat(absolute.find(ModelRole.CLIP)).isNull();
  }

  @Test
  void rejectsAModelThatIsNotThere() {
    String uri = folder.resolve("nothing").toUri().toString();
    assertThatThrownBy(() -> models.local(uri))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read " + folder.resolve("nothing"));
  }
}
