using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Personalization.Tests.Abstractions;

/// <summary>Messages of the previous version can be read.</summary>
/// <remarks>
/// During a rolling upgrade, silos and APIs of two versions exchange messages. The golden files contain every message
/// as an earlier version wrote it. When a message gains a field, its line stays, and a message with the field is added
/// to the next file.
/// </remarks>
public sealed class WireFormatTests
{
    private static readonly Serializer Serializer = new ServiceCollection()
        .AddSerializer()
        .BuildServiceProvider()
        .GetRequiredService<Serializer>();

    private static readonly Dictionary<string, byte[]> Golden =
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Abstractions", "Golden"), "messages-*.txt")
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => Convert.FromHexString(parts[1]));

    public static TheoryData<string> Names => [.. WireMessages.All.Keys];

    [Fact]
    public void The_golden_files_contain_every_message()
    {
        IEnumerable<string> lines = WireMessages.All.Select(
            message => $"{message.Key} {Convert.ToHexString(Serializer.SerializeToArray(message.Value))}");

        Assert.True(
            WireMessages.All.Keys.Order(StringComparer.Ordinal)
                .SequenceEqual(Golden.Keys.Order(StringComparer.Ordinal)),
            $"The files must contain: {string.Join(Environment.NewLine, lines)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_of_the_previous_version_is_read_unchanged(string name)
    {
        object read = Serializer.Deserialize<object>(Golden[name])!;

        // Compares serialized bytes, because some parts of messages have no value equality.
        Assert.Equal(WireMessages.All[name].GetType(), read.GetType());
        Assert.Equal(
            Convert.ToHexString(Serializer.SerializeToArray(WireMessages.All[name])),
            Convert.ToHexString(Serializer.SerializeToArray(read)));
    }
}
