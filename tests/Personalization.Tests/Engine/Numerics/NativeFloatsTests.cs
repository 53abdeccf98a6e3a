using Personalization.Engine.Numerics;

namespace Personalization.Tests.Engine.Numerics;

public sealed class NativeFloatsTests
{
    [Fact]
    public void A_new_block_has_zeros_and_stores_written_values()
    {
        using NativeFloats numbers = new(1000);
        Assert.Equal(new float[1000], numbers.GetSpan().ToArray());
        numbers.Memory.Span[999] = 5;
        Assert.Equal(5, numbers.GetSpan()[999]);
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Memory[1001..]);
    }

    [Fact]
    public void A_disposed_block_cannot_be_read()
    {
        NativeFloats numbers = new(8);
        Memory<float> memory = numbers.Memory;
        ((IDisposable)numbers).Dispose();
        ((IDisposable)numbers).Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Span[0]);
    }
}
