using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace Shop.Tests.Kafka;

/// <summary>
/// A Kafka in the test's process: the mock cluster of librdkafka, one broker on a free loopback port, which speaks the real protocol to any
/// process, with consumer groups and idempotent producers. Its interface for faults is librdkafka's own (rdkafka_mock.h).
/// </summary>
internal sealed class MockKafka : IDisposable
{
    /// <summary>The topic that it has.</summary>
    public const string Topic = "orders.events";

    private const int Broker = 1;
    private const int Partitions = 4;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly nint _client, _cluster;
    private readonly Lazy<IProducer<string, byte[]>> _producer;

    public MockKafka()
    {
        Native.Load();
        var error = new byte[512];
        _client = Native.rd_kafka_new(0, Native.rd_kafka_conf_new(), error, (nuint)error.Length);
        Assert.True(_client != 0, Encoding.UTF8.GetString(error));
        _cluster = Native.rd_kafka_mock_cluster_new(_client, 1);
        Native.rd_kafka_mock_group_initial_rebalance_delay_ms(_cluster, 0);
        Assert.Equal(0, Native.rd_kafka_mock_topic_create(_cluster, Encoding.UTF8.GetBytes(Topic + '\0'), Partitions, 1));
        Address = Marshal.PtrToStringUTF8(Native.rd_kafka_mock_cluster_bootstraps(_cluster))!;
        _producer = new(() => new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = Address, Partitioner = Partitioner.Murmur2Random }).Build());
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>Takes the broker away: its connections end, and new ones are refused.</summary>
    public void GoAway() => Assert.Equal(0, Native.rd_kafka_mock_broker_set_down(_cluster, Broker));

    /// <summary>Brings the broker back, with everything that it had.</summary>
    public void ComeBack() => Assert.Equal(0, Native.rd_kafka_mock_broker_set_up(_cluster, Broker));

    /// <summary>Has the next requests to take messages answered with errors.</summary>
    /// <param name="errors">One for each request.</param>
    public void AnswerSending(params ErrorCode[] errors) =>
        Assert.Equal(0, Native.rd_kafka_mock_push_request_errors_array(_cluster, 0, (nuint)errors.Length, [.. errors.Select(error => (int)error)]));

    /// <summary>Sends a message as somebody else would.</summary>
    public async Task<TopicPartitionOffset> SendAsync(string key, byte[]? value, Headers headers) =>
        (await _producer.Value.ProduceAsync(Topic, new() { Key = key, Value = value!, Headers = headers })).TopicPartitionOffset;

    /// <summary>Everything in the topic, each partition from its beginning.</summary>
    public Task<IReadOnlyList<ConsumeResult<string, byte[]>>> MessagesAsync() => Task.Run(IReadOnlyList<ConsumeResult<string, byte[]>> () =>
    {
        using var reader = NewReader("reader of a test");
        reader.Assign(AllPartitions().Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        var left = AllPartitions().Sum(partition => reader.QueryWatermarkOffsets(partition, Bound).High.Value);
        var messages = new List<ConsumeResult<string, byte[]>>();
        while (messages.Count < left) messages.Add(reader.Consume(Bound) ?? throw new TimeoutException($"Of {left} messages {messages.Count} came."));
        return messages;
    });

    /// <summary>How many messages a group has done with, and how many there are.</summary>
    /// <param name="group">The group.</param>
    public Task<(long Committed, long End)> ProgressAsync(string group) => Task.Run(() =>
    {
        using var reader = NewReader(group);
        var committed = reader.Committed(AllPartitions(), Bound).Sum(partition => Math.Max(0, partition.Offset.Value));
        return (committed, AllPartitions().Sum(partition => reader.QueryWatermarkOffsets(partition, Bound).High.Value));
    });

    public void Dispose()
    {
        if (_producer.IsValueCreated) _producer.Value.Dispose();
        Native.rd_kafka_mock_cluster_destroy(_cluster);
        Native.rd_kafka_destroy(_client);
    }

    private static List<TopicPartition> AllPartitions() => [.. Enumerable.Range(0, Partitions).Select(partition => new TopicPartition(Topic, partition))];

    private IConsumer<string, byte[]> NewReader(string group) =>
        new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = Address, GroupId = group, EnableAutoCommit = false }).Build();

    private static class Native
    {
        private const string Library = "librdkafka";

        private static readonly Lazy<nint> Loaded = new(() =>
        {
            // The package has builds for several systems, and has chosen one that fits this one.
            Assert.NotEmpty(Confluent.Kafka.Library.VersionString);
            using var process = Process.GetCurrentProcess();
            var file = process.Modules.Cast<ProcessModule>().First(module => module.ModuleName.Contains(Library, StringComparison.Ordinal)).FileName;
            var library = NativeLibrary.Load(file);
            NativeLibrary.SetDllImportResolver(typeof(MockKafka).Assembly, (name, _, _) => name == Library ? library : 0);
            return library;
        });

        public static void Load() => Assert.NotEqual(0, Loaded.Value);

        [DllImport(Library)]
        public static extern nint rd_kafka_conf_new();

        [DllImport(Library)]
        public static extern nint rd_kafka_new(int type, nint configuration, byte[] error, nuint errorSize);

        [DllImport(Library)]
        public static extern void rd_kafka_destroy(nint client);

        [DllImport(Library)]
        public static extern nint rd_kafka_mock_cluster_new(nint client, int brokers);

        [DllImport(Library)]
        public static extern void rd_kafka_mock_cluster_destroy(nint cluster);

        [DllImport(Library)]
        public static extern nint rd_kafka_mock_cluster_bootstraps(nint cluster);

        [DllImport(Library)]
        public static extern void rd_kafka_mock_group_initial_rebalance_delay_ms(nint cluster, int milliseconds);

        [DllImport(Library)]
        public static extern int rd_kafka_mock_topic_create(nint cluster, byte[] topic, int partitions, int replicas);

        [DllImport(Library)]
        public static extern int rd_kafka_mock_broker_set_down(nint cluster, int broker);

        [DllImport(Library)]
        public static extern int rd_kafka_mock_broker_set_up(nint cluster, int broker);

        [DllImport(Library)]
        public static extern int rd_kafka_mock_push_request_errors_array(nint cluster, short request, nuint count, int[] errors);
    }
}
