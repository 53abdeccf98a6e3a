using Personalization.Engine.Numerics;

namespace Personalization.Tests.Engine.Numerics;

public sealed class NativeFloatsTests
{
    [Fact]
    public void Numbers_are_nought_at_first_and_keep_what_is_written()
    {
        using NativeFloats numbers = new(1000);
        Assert.Equal(new float[1000], numbers.GetSpan().ToArray());
        numbers.Memory.Span[999] = 5;
        Assert.Equal(5, numbers.GetSpan()[999]);
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Memory[1001..]);
    }

    [Fact]
    public void What_is_given_back_cannot_be_read()
    {
        NativeFloats numbers = new(8);
        Memory<float> memory = numbers.Memory;
        ((IDisposable)numbers).Dispose();
        ((IDisposable)numbers).Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Span[0]);
    }
}
