package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facesweep.config.SweepConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.apache.spark.network.shuffle.protocol.OpenBlocks;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.apache.spark.storage.BlockManagerId;
import org.junit.jupiter.api.Test;

/** Who can reach a run that needs no cluster. */
class LocalPortsIT {
  private static final String LISTENING = "0A";

  /** 127.0.0.1 as the kernel writes it: alone, and as an address of IPv6. */
  private static final Set<String> LOOPBACK =
      Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

  @Test
  void listensOnThisMachineOnly() throws IOException {
    assumeTrue(Files.isReadable(Path.of("/proc/self/net/tcp")), "needs Linux's /proc");
    Set<String> before = listening();
    try (JavaSparkContext spark = start("")) {
      Set<String> ports = listening();
      ports.removeAll(before);
      assertThat(spark.isLocal()).isTrue();
      assertThat(ports).hasSizeGreaterThanOrEqualTo(2); // the driver's and the block manager's
      assertThat(ports)
          .allSatisfy(port -> assertThat(port.substring(0, port.indexOf(':'))).isIn(LOOPBACK));
    }
  }

  @Test
  void aPeerWithoutTheSecretGetsNoBlock() {
    try (JavaSparkContext spark = start("")) {
      long block = spark.broadcast("what the driver sends").id();
      assertThatThrownBy(() -> fetch(block)).hasStackTraceContaining("SaslMessage");
    }
  }

  /** Shows that the test above asks what a thief would ask. */
  @Test
  void withoutAuthenticationAnyPeerGetsIt() throws Exception {
    try (JavaSparkContext spark = start("spark.conf { \"spark.authenticate\" = false }")) {
      long block = spark.broadcast("what the driver sends").id();
      assertThat(fetch(block).remaining()).isPositive();
    }
  }

  private static JavaSparkContext start(String settings) {
    SweepConfig config = SweepConfig.parse(SweepFixture.configuration("out", settings, "a"));
    return SparkContexts.start(config, "local[1]", "local[1]");
  }

  /** Asks the block manager for a broadcast, as an executor would. */
  private static ByteBuffer fetch(long broadcast) throws Exception {
    BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
    TransportConf conf = new TransportConf("shuffle", new MapConfigProvider(Map.of()));
    try (TransportContext context = new TransportContext(conf, new NoOpRpcHandler());
        TransportClientFactory factory = context.createClientFactory();
        TransportClient client = factory.createClient(id.host(), id.port())) {
      OpenBlocks blocks =
          new OpenBlocks("app", "executor", new String[] {"broadcast_" + broadcast + "_piece0"});
      return client.sendRpcSync(blocks.toByteBuffer(), 10_000);
    }
  }

  /** Addresses and ports that this process listens at, in the kernel's hexadecimal. */
  private static Set<String> listening() throws IOException {
    Set<String> own = sockets();
    List<String> lines = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      lines.addAll(Files.readAllLines(Path.of("/proc/self/net").resolve(table)));
    }
    Set<String> addresses = new HashSet<>();
    for (String line : lines) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length > 9 && fields[3].equals(LISTENING) && own.contains(fields[9])) {
        addresses.add(fields[1]);
      }
    }
    return addresses;
  }

  /** Inodes of this process's open sockets. */
  private static Set<String> sockets() throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : files.toList()) {
        try {
          String target = Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring(8, target.length() - 1));
          }
        } catch (NoSuchFileException e) {
          continue; // closed since
        }
      }
    }
    return inodes;
  }
}
