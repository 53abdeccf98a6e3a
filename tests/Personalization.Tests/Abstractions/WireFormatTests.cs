using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Personalization.Tests.Abstractions;

/// <summary>
/// While a new version is rolled out, its silos and APIs exchange messages with those of the version before. So every message is kept
/// as that version wrote it, and read. When a message gains a field its line stays, and one with the field joins it in the next file.
/// </summary>
public sealed class WireFormatTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    private static readonly Dictionary<string, byte[]> Golden = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Abstractions", "Golden"), "messages-*.txt")
        .SelectMany(File.ReadLines).Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => Convert.FromHexString(parts[1]));

    public static TheoryData<string> Names => [.. WireMessages.All.Keys];

    [Fact]
    public void Every_message_is_kept() =>
        Assert.True(
            WireMessages.All.Keys.Order(StringComparer.Ordinal).SequenceEqual(Golden.Keys.Order(StringComparer.Ordinal)),
            $"The files should have: {string.Join(Environment.NewLine, WireMessages.All.Select(message => $"{message.Key} {Convert.ToHexString(Serializer.SerializeToArray(message.Value))}"))}");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_of_the_version_before_means_the_same(string name)
    {
        object read = Serializer.Deserialize<object>(Golden[name])!;

        // Bytes are compared because not all parts of the messages can be: what was read is written as today's example is.
        Assert.Equal(WireMessages.All[name].GetType(), read.GetType());
        Assert.Equal(Convert.ToHexString(Serializer.SerializeToArray(WireMessages.All[name])), Convert.ToHexString(Serializer.SerializeToArray(read)));
    }
}
